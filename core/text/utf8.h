// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace text {

inline constexpr std::string_view replacementCharacter = "\xEF\xBF\xBD";

/// What stands at the start of some bytes that should be UTF-8.
struct Utf8Step {
    enum class Kind {
        Valid,     ///< a character of `length` bytes
        Bad,       ///< no character; `length` bytes (the maximal subpart) are one U+FFFD
        Incomplete ///< the start of a character of which the rest is missing; `length` bytes
    };
    Kind kind = Kind::Valid;
    std::size_t length = 0;
    char32_t character = 0; ///< of a valid step
};

/// Looks at the first character of `bytes`, which must not be empty. Bad bytes are grouped as the
/// Unicode Standard recommends (section 3.9, "substitution of maximal subparts").
Utf8Step utf8Step(std::string_view bytes);

/// Length of the longest prefix of `bytes` that is valid UTF-8.
std::size_t validUtf8Prefix(std::string_view bytes);

/// Whether each byte is a character of ASCII.
bool isAscii(std::string_view text);

/// First and last character of valid UTF-8; 0 for an empty text.
char32_t firstCharacter(std::string_view text);
char32_t lastCharacter(std::string_view text);

} // namespace text
