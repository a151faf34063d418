// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chat/conversation.h"
#include "core/chat/conversation_lines.h"

#include <cstdint>
#include <span>
#include <vector>

namespace library {

class Database;

/// What a person thinks of replies, kept with what they answered, so that it outlives a reply that
/// is made again.
class RatingStore {
public:
    explicit RatingStore(Database& database) : database_(&database) {}

    /// Of the last of these stored messages, a reply of this conversation; Rating::None forgets it.
    void rate(std::int64_t conversation, std::span<const chat::Message> messages,
              chat::Rating rating);

    /// Each reply found good with each found bad to the same words, in the order in which they were
    /// rated.
    std::vector<chat::Preference> preferences() const;

private:
    Database* database_;
};

} // namespace library
