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
    std::vector<Message> parts; ///< fill the places after the arguments', each translated itself

    Message() = default;
    Message(const char* text, std::vector<std::string> values = {}, std::vector<Message> inner = {})
        : pattern(text), arguments(std::move(values)), parts(std::move(inner)) {}

    std::string english() const {
        return said([](const char* text) { return std::string(text); });
    }

    /// The sentence as `translate` (const char* to std::string) says it and its parts.
    template <class Translate>
    std::string said(const Translate& translate) const {
        fmt::dynamic_format_arg_store<fmt::format_context> store;
        for (const auto& argument : arguments)
            store.push_back(argument);
        for (const auto& part : parts)
            store.push_back(part.said(translate));
        return fmt::vformat(translate(pattern), store);
    }
};

} // namespace base
