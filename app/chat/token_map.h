// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chat/conversation.h"

#include <QString>

#include <vector>

namespace chatui {

/// Where a token stands in a QString: UTF-16 units [begin, end).
struct TokenRange {
    int begin = 0;
    int end = 0;
};

/// The places of tokens, given in bytes of UTF-8, as places in the QString of the same text. A
/// token that is part of a character (a byte of it) stands for the whole character. Nothing where
/// the text is not valid UTF-8, because then the two cannot be laid beside each other.
std::vector<TokenRange> tokenRanges(const std::string& utf8,
                                    const std::vector<chat::TokenTrace>& tokens);

/// The token whose range holds a position, or -1. Ranges rise; empty ones hold nothing.
int tokenAt(const std::vector<TokenRange>& ranges, int position);

} // namespace chatui
