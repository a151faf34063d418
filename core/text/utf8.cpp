// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/utf8.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace text {

Utf8Step utf8Step(std::string_view bytes) {
    using Kind = Utf8Step::Kind;
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const unsigned lead = byte(0);
    if (lead < 0x80)
        return {Kind::Valid, 1, lead};
    if (lead < 0xC2 || lead > 0xF4)
        return {Kind::Bad, 1, 0};
    const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    // The second byte's range is narrower for some leads: no overlong forms, no surrogates, nothing
    // beyond U+10FFFF.
    unsigned lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    char32_t character = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if (i >= bytes.size())
            return {Kind::Incomplete, i, 0};
        if (byte(i) < lowest || byte(i) > highest)
            return {Kind::Bad, i, 0};
        character = character << 6 | (byte(i) & 0x3FU);
        lowest = 0x80;
        highest = 0xBF;
    }
    return {Kind::Valid, length, character};
}

std::size_t validUtf8Prefix(std::string_view bytes) {
    std::size_t place = 0;
    while (place < bytes.size()) {
        while (bytes.size() - place >= 8) { // eight ASCII bytes at a time
            std::uint64_t eight = 0;
            std::memcpy(&eight, bytes.data() + place, 8);
            if ((eight & 0x8080808080808080U) != 0)
                break;
            place += 8;
        }
        if (place == bytes.size())
            break;
        const Utf8Step step = utf8Step(bytes.substr(place));
        if (step.kind != Utf8Step::Kind::Valid)
            break;
        place += step.length;
    }
    return place;
}

bool isAscii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
}

char32_t firstCharacter(std::string_view text) {
    return text.empty() ? 0 : utf8Step(text).character;
}

char32_t lastCharacter(std::string_view text) {
    if (text.empty())
        return 0;
    std::size_t place = text.size() - 1;
    while (place > 0 && (static_cast<unsigned char>(text[place]) & 0xC0) == 0x80)
        --place;
    return utf8Step(text.substr(place)).character;
}

} // namespace text
