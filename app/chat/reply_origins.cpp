// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/reply_origins.h"

#include "app/chat/message_list.h"
#include "app/chat/message_row.h"
#include "app/jobs/job_manager.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/library/model_store.h"
#include "core/ngram/overlap.h"

#include <QEvent>

#include <utility>

namespace chatui {

namespace {

constexpr std::size_t fewestTokens = 2;
constexpr int mostShown = 90; // characters of the stretch; the tool tip has them all

/// The stretch on one line, its middle left out where it is long.
QString shortened(const QString& stretch) {
    const QString line = stretch.simplified();
    if (line.size() <= mostShown)
        return line;
    return line.left(mostShown / 2).trimmed() + " … " + line.right(mostShown / 2).trimmed();
}

} // namespace

ReplyOrigins::ReplyOrigins(window::Workspace& workspace, MessageList& list)
    : QObject(&list), workspace_(workspace), list_(list) {
    list_.installEventFilter(this);
}

bool ReplyOrigins::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Show)
        look();
    return QObject::eventFilter(watched, event);
}

void ReplyOrigins::setConversation(const chat::Conversation& conversation, bool busy) {
    if (std::exchange(model_, conversation.modelId) != conversation.modelId)
        index_.reset();
    busy_ = busy;
    messages_.clear();
    for (const chat::Message& message : conversation.messages) {
        messages_.push_back({});
        messages_.back().id = message.id;
        messages_.back().role = message.role;
        messages_.back().text = message.text;
        messages_.back().model = message.model;
    }
    tell();
    look();
}

ReplyOrigins::Origin ReplyOrigins::originOf(const tasks::IndexedTokens& index,
                                            const std::string& reply, const std::stop_token& stop) {
    const auto overlap =
        ngram::overlapOf(*index.counts, *index.tokens.tokenizer, reply, fewestTokens, 1, stop);
    if (overlap.longest.empty())
        return {};
    const ngram::Overlap& longest = overlap.longest.front();
    const QString stretch =
        window::toQString(reply.substr(longest.begin, longest.end - longest.begin));
    const QString count = window::formatCount(longest.count);
    if (longest.tokens == overlap.tokens)
        return {tr("The whole reply stands in the training text (tokens: %1, places: %2).")
                    .arg(window::formatCount(longest.tokens), count),
                stretch};
    return {tr("Longest stretch from the training text: “%1” (tokens: %2 of %3, places: %4)")
                .arg(shortened(stretch), window::formatCount(longest.tokens),
                     window::formatCount(overlap.tokens), count),
            stretch};
}

void ReplyOrigins::look() {
    ++asked_;
    if (job_)
        job_->stop();
    if (model_ == 0 || !list_.isVisible())
        return;
    library::Model model;
    try {
        model = workspace_.library().models().get(model_);
    } catch (const std::exception&) {
        return; // it has been deleted: nothing can be told of it
    }
    if (!tasks::hasIndex(workspace_.folder(), model.tokenCache))
        return;
    std::vector<Reply> replies;
    for (std::size_t i = 0; i < messages_.size(); ++i) {
        const chat::Message& message = messages_[i];
        const bool grows = busy_ && i + 1 == messages_.size();
        // What another model said came from another text.
        if (message.role == chat::Role::Model && message.id != 0 && !grows &&
            message.model == model.name && known_.count(message.id) == 0)
            replies.push_back({message.id, message.text});
    }
    if (replies.empty())
        return;
    const auto work = [folder = workspace_.folder(), path = model.tokenCache, index = index_,
                       replies](base::Progress&, const std::stop_token& stop) {
        Origins origins{index, {}};
        if (!origins.index)
            if (auto opened = tasks::openIndex(folder, path))
                origins.index = std::make_shared<const tasks::IndexedTokens>(*std::move(opened));
        if (origins.index)
            for (const Reply& reply : replies)
                origins.of.push_back(originOf(*origins.index, reply.text, stop));
        return origins;
    };
    job_ = workspace_.jobManager().start(tr("Look a reply up"), jobs::JobManager::Quiet, work, this,
                                         [this, asked = asked_, replies](Origins origins) {
                                             if (asked != asked_)
                                                 return;
                                             index_ = std::move(origins.index);
                                             for (std::size_t i = 0; i < origins.of.size(); ++i)
                                                 known_[replies[i].id] = std::move(origins.of[i]);
                                             tell();
                                         });
}

void ReplyOrigins::tell() {
    for (int i = 0; i < list_.count() && i < static_cast<int>(messages_.size()); ++i) {
        const auto found = known_.find(messages_[static_cast<std::size_t>(i)].id);
        const Origin origin = found == known_.end() ? Origin{} : found->second;
        list_.rowAt(i)->setOrigin(origin.sentence, origin.whole);
    }
}

} // namespace chatui
