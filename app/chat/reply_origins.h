// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chat/conversation.h"
#include "core/tasks/build_index.h"

#include <QObject>
#include <QPointer>
#include <QString>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace jobs {
class Job;
}
namespace window {
class Workspace;
}

namespace chatui {

class MessageList;

/// Tells of each finished reply the longest stretch of it that stands in the text its model was
/// made from, where that text is indexed. Nothing is said where it is not, or where no two tokens
/// in a row stand there.
class ReplyOrigins final : public QObject {
    Q_OBJECT
public:
    ReplyOrigins(window::Workspace& workspace, MessageList& list);

    /// The conversation that the list shows just now. `busy`: its last reply is being written.
    void setConversation(const chat::Conversation& conversation, bool busy);

protected:
    /// The corpus may have been indexed while another page was seen.
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Reply {
        std::int64_t id = 0;
        std::string text;
    };
    /// A stretch as it is told; both empty where there is none worth it.
    struct Origin {
        QString sentence;
        QString whole;
    };
    struct Origins {
        std::shared_ptr<const tasks::IndexedTokens> index;
        std::vector<Origin> of; ///< each reply asked for
    };
    static Origin originOf(const tasks::IndexedTokens& index, const std::string& reply,
                           const std::stop_token& stop);
    void look();
    void tell();

    window::Workspace& workspace_;
    MessageList& list_;
    std::vector<chat::Message> messages_; ///< texts only, without the tokens' traces
    std::int64_t model_ = 0;
    bool busy_ = false;
    std::shared_ptr<const tasks::IndexedTokens> index_; ///< of the model's tokens, once it is open
    std::map<std::int64_t, Origin> known_;              ///< by message
    QPointer<jobs::Job> job_;
    int asked_ = 0; ///< number of the newest question
};

} // namespace chatui
