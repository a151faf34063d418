// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/corpus/document.h"
#include "core/lm/turn_taker.h"

#include <cstdint>
#include <string>
#include <vector>

namespace chat {

/// Two replies to the same words, of which one is to be preferred.
struct Preference {
    std::vector<lm::Turn> prompt; ///< ends with what is replied to
    std::string chosen;
    std::string rejected;

    bool operator==(const Preference&) const = default;
};

/// Reads JSON Lines in the common form: in each line an object whose "messages" are objects with a
/// "role" (system, user or assistant) and a "content"; what else it has is left out. Empty lines
/// are skipped. Throws base::FormatError where a line is not like that or the model says nothing in
/// it, or there is none, naming file and line.
std::vector<std::vector<lm::Turn>> readConversations(const corpus::Document& document);

/// Reads JSON Lines: in each line an object with "chosen" and "rejected", and a "prompt". Each is a
/// text or messages; where a reply is messages its last one counts, and without a prompt those
/// before it are the prompt. Throws as readConversations().
std::vector<Preference> readPreferences(const corpus::Document& document);

/// A line that readPreferences() reads, without a line end, and back.
std::string preferenceLine(const Preference& preference);
Preference preferenceFrom(const std::string& line);

} // namespace chat
