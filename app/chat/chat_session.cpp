// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/chat_session.h"

#include "app/chat/reply_task.h"
#include "app/jobs/job_manager.h"
#include "app/jobs/relay.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/library/conversation_store.h"
#include "core/library/model_store.h"
#include "core/library/rating_store.h"
#include "core/lm/sampler.h"

#include <utility>

namespace chatui {

ChatSession& ChatSession::of(window::Workspace& workspace) {
    auto* session = workspace.findChild<ChatSession*>(QString(), Qt::FindDirectChildrenOnly);
    return session ? *session : *new ChatSession(workspace);
}

ChatSession::ChatSession(window::Workspace& workspace)
    : QObject(&workspace), workspace_(workspace) {
    // The workspace shows why a model cannot be opened and hands nothing over.
    connect(&workspace_, &window::Workspace::errorReported, this, [this](const QString& reason) {
        if (activity_ != Activity::Opening)
            return;
        leave();
        emit failed(reason);
    });
}

/// Waits no longer for a model; a reply that has begun goes on by itself.
void ChatSession::leave() {
    ++generation_;
    setActivity(Activity::Idle);
}

void ChatSession::setActivity(Activity activity) {
    if (std::exchange(activity_, activity) != activity)
        emit activityChanged();
}

void ChatSession::startNew() {
    leave();
    chat::Conversation fresh;
    fresh.modelId = conversation_.modelId;
    fresh.sampling = conversation_.sampling;
    conversation_ = std::move(fresh);
    emit opened();
}

bool ChatSession::open(std::int64_t id) {
    if (id == conversation_.id)
        return true;
    try {
        auto conversation = workspace_.library().conversations().get(id);
        leave();
        if (conversation.modelId == 0)
            conversation.modelId = conversation_.modelId;
        conversation_ = std::move(conversation);
        const auto live = live_.find(id);
        if (live != live_.end() && !conversation_.messages.empty()) {
            conversation_.messages.back() = live->second.message;
            setActivity(Activity::Replying);
        }
    } catch (const std::exception&) {
        return false;
    }
    emit opened();
    return true;
}

void ChatSession::storeHead() {
    if (conversation_.id == 0)
        return;
    try {
        workspace_.library().conversations().update(conversation_);
    } catch (const std::exception& error) {
        emit failed(window::describe(error));
    }
}

void ChatSession::setTitle(const QString& title) {
    conversation_.title = window::toStd(title);
}

void ChatSession::setModel(std::int64_t model) {
    if (conversation_.modelId == model)
        return;
    conversation_.modelId = model;
    storeHead();
}

void ChatSession::setSampling(const lm::SamplingSpec& sampling) {
    conversation_.sampling = sampling;
    storeHead();
}

int ChatSession::lastOfPerson() const {
    for (int i = static_cast<int>(conversation_.messages.size()) - 1; i >= 0; --i)
        if (conversation_.messages[static_cast<std::size_t>(i)].role == chat::Role::Person)
            return i;
    return -1;
}

bool ChatSession::say(const QString& text) {
    chat::Message message;
    message.role = chat::Role::Person;
    message.text = window::toStd(text);
    try {
        auto& store = workspace_.library().conversations();
        if (conversation_.id == 0) {
            conversation_.title = chat::titleFor(message.text);
            conversation_.id = store.add(conversation_);
        }
        message.id = store.addMessage(conversation_.id, message);
    } catch (const std::exception& error) {
        emit failed(window::describe(error));
        return false;
    }
    conversation_.messages.push_back(std::move(message));
    requestReply();
    emit opened();
    emit workspace_.conversationsChanged();
    return true;
}

bool ChatSession::send(const QString& text) {
    return !isBusy() && say(text);
}

bool ChatSession::resend(const QString& text) {
    const int last = lastOfPerson();
    if (isBusy() || last < 0)
        return false;
    auto& messages = conversation_.messages;
    try {
        workspace_.library().conversations().removeFrom(
            conversation_.id, messages[static_cast<std::size_t>(last)].id);
    } catch (const std::exception& error) {
        emit failed(window::describe(error));
        return false;
    }
    messages.erase(messages.begin() + last, messages.end());
    return say(text);
}

bool ChatSession::regenerate() {
    const int last = lastOfPerson();
    if (isBusy() || last < 0)
        return false;
    auto& messages = conversation_.messages;
    const auto reply = static_cast<std::size_t>(last) + 1;
    try {
        if (reply < messages.size())
            workspace_.library().conversations().removeFrom(conversation_.id, messages[reply].id);
    } catch (const std::exception& error) {
        emit failed(window::describe(error));
        return false;
    }
    messages.resize(reply);
    requestReply();
    emit opened();
    return true;
}

void ChatSession::rate(int message, chat::Rating rating) {
    auto& messages = conversation_.messages;
    const auto count = static_cast<std::size_t>(message) + 1;
    try {
        workspace_.library().ratings().rate(conversation_.id, std::span(messages).first(count),
                                            rating);
        messages[count - 1].rating = rating;
    } catch (const std::exception& error) {
        emit failed(window::describe(error));
    }
    emit opened();
}

void ChatSession::requestReply() {
    setActivity(Activity::Opening);
    const int generation = ++generation_;
    workspace_.openModel(conversation_.modelId, this,
                         [this, generation](const std::shared_ptr<const lm::LanguageModel>& model) {
                             if (generation == generation_ && activity_ == Activity::Opening)
                                 beginReply(model);
                         });
}

void ChatSession::beginReply(const std::shared_ptr<const lm::LanguageModel>& model) {
    ReplyTask task{workspace_.folder(), model, conversation_.messages, conversation_.sampling, {}};
    task.reply.role = chat::Role::Model;
    task.reply.end = chat::ReplyEnd::Interrupted; // true until it has ended otherwise
    try {
        lm::requireValid(task.sampling);
        task.reply.model = workspace_.library().models().get(conversation_.modelId).name;
        task.reply.id =
            workspace_.library().conversations().addMessage(conversation_.id, task.reply);
    } catch (const std::exception& error) {
        leave();
        emit failed(window::describe(error));
        return;
    }
    conversation_.messages.push_back(task.reply);
    const auto id = conversation_.id;
    live_[id].message = task.reply;
    setActivity(Activity::Replying);
    emit opened();

    const jobs::Relay<chat::ReplyPiece> relay(
        this, [this, id](const std::vector<chat::ReplyPiece>& pieces) { growReply(id, pieces); },
        20);
    // Before the call, in which nobody says what comes first: this, or the task's being moved away.
    const QString title = tr("Reply of %1").arg(window::toQString(task.reply.model));
    auto* job = workspace_.jobManager().start(
        title, jobs::JobManager::NoOptions,
        [task = std::move(task), relay](base::Progress&, const std::stop_token& stop) {
            return runReply(
                task, [relay](const chat::ReplyPiece& piece) { relay.push(piece); }, stop);
        },
        this,
        [this, id, relay](chat::Message reply) {
            relay.flush();
            if (const auto live = live_.find(id); live != live_.end())
                live->second.message = std::move(reply);
        });
    live_[id].job = job;
    connect(job, &jobs::Job::finished, this, [this, id] { endReply(id, {}); });
    connect(job, &jobs::Job::cancelled, this, [this, id] { endReply(id, {}); });
    connect(job, &jobs::Job::failed, this, [this, id, relay](const QString& reason) {
        relay.flush();
        endReply(id, reason);
    });
}

void ChatSession::growReply(std::int64_t conversation,
                            const std::vector<chat::ReplyPiece>& pieces) {
    const auto live = live_.find(conversation);
    if (live == live_.end())
        return;
    chat::Message& reply = live->second.message;
    const bool seen = conversation == conversation_.id;
    for (const auto& piece : pieces) {
        reply.text += piece.piece;
        reply.tokens.push_back(piece.trace);
        if (seen) {
            conversation_.messages.back().text += piece.piece;
            conversation_.messages.back().tokens.push_back(piece.trace);
        }
    }
    if (seen)
        emit replyGrew();
}

void ChatSession::endReply(std::int64_t conversation, const QString& failure) {
    const auto live = live_.extract(conversation);
    if (live.empty())
        return;
    if (conversation == conversation_.id) {
        conversation_.messages.back() = live.mapped().message;
        if (!failure.isEmpty())
            conversation_.messages.back().end = chat::ReplyEnd::Failed;
        setActivity(Activity::Idle);
        emit opened();
        if (!failure.isEmpty())
            emit failed(failure);
    } else if (!failure.isEmpty()) {
        workspace_.reportError(failure);
    }
    emit workspace_.conversationsChanged();
}

void ChatSession::stop() {
    if (activity_ == Activity::Opening) {
        leave();
        emit opened();
    } else if (const auto live = live_.find(conversation_.id); live != live_.end()) {
        if (live->second.job)
            live->second.job->stop();
    }
}

void ChatSession::abandon(std::int64_t conversation) {
    const auto live = live_.extract(conversation);
    if (!live.empty() && live.mapped().job)
        live.mapped().job->stop();
}

} // namespace chatui
