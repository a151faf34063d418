// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chat/conversation.h"

#include <cstdint>
#include <string>
#include <vector>

namespace library {

class Database;

/// A conversation in the list: without its messages.
struct ConversationEntry {
    std::int64_t id = 0;
    std::string title;
    std::string snippet; ///< of the message that was found, or of the last one
    std::int64_t changed = 0;
};

class ConversationStore {
public:
    explicit ConversationStore(Database& database) : database_(&database) {}

    /// Last changed first. With `text`, those whose title or messages contain it (any script, from
    /// one character on; case does not matter for ASCII).
    std::vector<ConversationEntry> list(const std::string& text = {}) const;
    chat::Conversation get(std::int64_t id) const; ///< with messages; throws base::InputError
    /// Stores a new conversation without messages and returns its id.
    std::int64_t add(const chat::Conversation& conversation);
    /// Title, model and sampling; not the messages.
    void update(const chat::Conversation& conversation);
    void remove(std::int64_t id);

    /// Appends a message and returns its id. A reply is stored with ReplyEnd::Interrupted while it
    /// grows and overwritten when it ends: after a kill it says by itself that it was cut off.
    std::int64_t addMessage(std::int64_t conversation, const chat::Message& message);
    /// Overwrites a message (a reply as it grows, at intervals, and when it ends).
    void updateMessage(const chat::Message& message);
    /// Removes a message and all that follow it (Regenerate, Edit).
    void removeFrom(std::int64_t conversation, std::int64_t message);

private:
    Database* database_;
};

} // namespace library
