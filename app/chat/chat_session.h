// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/jobs/job.h"
#include "core/chat/reply.h"

#include <QObject>
#include <QPointer>
#include <QString>

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

namespace window {
class Workspace;
}

namespace chatui {

/// The open conversation: what is said is stored first and shown then; replies are written by a
/// job, which goes on while the person looks at another conversation. Belongs to the workspace, not
/// to the page: a page that is built anew finds a reply still growing.
class ChatSession : public QObject {
    Q_OBJECT
public:
    enum class Activity { Idle, Opening, Replying };

    static ChatSession& of(window::Workspace& workspace);

    const chat::Conversation& conversation() const { return conversation_; }
    Activity activity() const { return activity_; }
    bool isBusy() const { return activity_ != Activity::Idle; }

    /// An empty conversation, stored with its first message. Keeps model and sampling.
    void startNew();
    /// False where there is no such conversation.
    bool open(std::int64_t id);
    void setTitle(const QString& title); ///< it has been renamed in the library
    void setModel(std::int64_t model);
    void setSampling(const lm::SamplingSpec& sampling);

    /// These answer false, and change nothing, where it cannot be done.
    bool send(const QString& text);
    /// The person's last message in other words: what followed it is removed.
    bool resend(const QString& text);
    /// Another reply to the person's last message.
    bool regenerate();
    /// What the person thinks of a reply, counted from 0 among the messages.
    void rate(int message, chat::Rating rating);
    void stop();
    /// Ends what is being written in a conversation that is to be deleted.
    void abandon(std::int64_t conversation);

signals:
    void opened();    ///< another conversation, or its messages changed
    void replyGrew(); ///< the last message
    void activityChanged();
    void failed(const QString& reason);

private:
    /// A reply that is being written.
    struct Live {
        QPointer<jobs::Job> job;
        chat::Message message; ///< as far as it has come
    };

    explicit ChatSession(window::Workspace& workspace);
    void leave();
    void storeHead();
    bool say(const QString& text);
    void requestReply();
    void beginReply(const std::shared_ptr<const lm::LanguageModel>& model);
    void growReply(std::int64_t conversation, const std::vector<chat::ReplyPiece>& pieces);
    void endReply(std::int64_t conversation, const QString& failure);
    void setActivity(Activity activity);
    int lastOfPerson() const;

    window::Workspace& workspace_;
    chat::Conversation conversation_;
    Activity activity_ = Activity::Idle;
    std::map<std::int64_t, Live> live_; ///< by conversation
    int generation_ = 0; ///< of the model that is wanted; one that was given up is dropped
};

} // namespace chatui
