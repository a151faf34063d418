// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/utf8.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace text {

/// Bytes [begin, end) of a text.
struct TextRange {
    std::size_t begin = 0;
    std::size_t end = 0;

    bool operator==(const TextRange&) const = default;
    std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
};

/// A text that was made of another one, and where each of its bytes comes from: the character, or
/// several, that it was made of. Of texts up to 4 GiB.
class AlignedText {
public:
    AlignedText() = default;
    /// A text as it is.
    explicit AlignedText(std::string_view source);

    std::string_view text() const { return text_; }
    /// Where a part of it comes from; empty, at its place, where it was put in.
    TextRange origin(TextRange part) const;

    void append(std::string_view text, TextRange origin);
    /// A part of another one, with its origins.
    void append(const AlignedText& other, TextRange part);

private:
    struct Origin {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
    };
    std::string text_;
    std::vector<Origin> origins_; ///< of each byte
};

/// Calls `visit(character, range)` for each character of valid UTF-8.
template <class Visit>
void forEachCharacter(std::string_view text, Visit visit) {
    for (std::size_t place = 0; place < text.size();) {
        const Utf8Step step = utf8Step(text.substr(place));
        visit(step.character, TextRange{place, place + step.length});
        place += step.length;
    }
}

} // namespace text
