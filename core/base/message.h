// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fmt/args.h>
#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

/// Marks a sentence of core for translation: lupdate collects it, the compiler sees the sentence.
#define NG_TEXT(context, sentence) sentence

namespace base {

/// A sentence for a person, kept apart from what is filled into it, so that the window can
/// translate the sentence and the command line can print it as it stands.
/// `pattern` is a string literal marked with NG_TEXT("core", …), with {0}, {1}, … as places.
struct Message {
    const char* pattern = "";
    std::vector<std::string> arguments;

    Message() = default;
    Message(const char* text, std::vector<std::string> values = {})
        : pattern(text), arguments(std::move(values)) {}

    std::string english() const { return fill(pattern); }

    /// The arguments put into a translation of the pattern.
    std::string fill(const std::string& translated) const {
        fmt::dynamic_format_arg_store<fmt::format_context> store;
        for (const auto& argument : arguments)
            store.push_back(argument);
        return fmt::vformat(translated, store);
    }
};

} // namespace base
