// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/spacing.h"

#include "core/text/utf8.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

namespace text {
namespace {

bool isWrittenWithoutSpaces(char32_t character) {
    const auto code = static_cast<UChar32>(character);
    // Ideographic and full-width punctuation brings its own space.
    if ((character >= 0x3000 && character <= 0x303F) ||
        (character >= 0xFE30 && character <= 0xFE4F) ||
        (character >= 0xFF01 && character <= 0xFFEF))
        return true;
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(code, &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_YI:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
        return true;
    default:
        return false;
    }
}

// Hyphens, dashes and slashes join what stands on both sides.
bool isJoiner(char32_t character) {
    return character == '-' || character == '/' || character == 0x2010 || character == 0x2011 ||
           character == 0x2014;
}

bool isClosing(char32_t character) {
    switch (character) {
    case '.':
    case ',':
    case ';':
    case ':':
    case '!':
    case '?':
    case '%':
    case '\'':
    case 0x2026: // horizontal ellipsis
    case 0x060C: // Arabic comma, semicolon, question mark
    case 0x061B:
    case 0x061F:
    case 0x0964: // danda
        return true;
    default: {
        const auto type = u_charType(static_cast<UChar32>(character));
        return type == U_END_PUNCTUATION || type == U_FINAL_PUNCTUATION;
    }
    }
}

bool isOpening(char32_t character) {
    const auto type = u_charType(static_cast<UChar32>(character));
    return type == U_START_PUNCTUATION || type == U_INITIAL_PUNCTUATION ||
           type == U_CURRENCY_SYMBOL || character == 0x00A1 || character == 0x00BF;
}

} // namespace

bool isSpaceBetween(std::string_view previous, std::string_view next) {
    if (previous.empty() || next.empty())
        return false;
    const char32_t before = lastCharacter(previous);
    const char32_t after = firstCharacter(next);
    return !isOpening(before) && !isClosing(after) && !isJoiner(before) && !isJoiner(after) &&
           !isWrittenWithoutSpaces(before) && !isWrittenWithoutSpaces(after);
}

} // namespace text
