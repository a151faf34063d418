// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/visible_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace text {

namespace {

/// White space and marks without a glyph, in the Basic Multilingual Plane.
bool isInvisible(std::uint32_t c) {
    return c < 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0xad || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200f) || (c >= 0x2028 && c <= 0x202f) ||
           (c >= 0x205f && c <= 0x206f) || c == 0x3000 || c == 0xfeff;
}

} // namespace

std::string visibleText(std::string_view token) {
    std::string shown;
    for (std::size_t i = 0; i < token.size();) {
        const auto lead = static_cast<unsigned char>(token[i]);
        std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        length = std::min(length, token.size() - i);
        const std::string_view character = token.substr(i, length);
        std::uint32_t code = length == 1 ? lead : length == 2 ? lead & 0x1fU : lead & 0x0fU;
        for (const char byte : character.substr(1))
            code = code << 6 | (static_cast<unsigned char>(byte) & 0x3fU);
        if (code == ' ')
            shown += "␣";
        else if (code == '\t')
            shown += "⇥";
        else if (code == '\n')
            shown += "↵";
        else if (length < 4 && isInvisible(code))
            shown += fmt::format("U+{:04X}", code);
        else
            shown += character;
        i += length;
    }
    return shown;
}

} // namespace text
