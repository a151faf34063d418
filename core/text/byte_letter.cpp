// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/byte_letter.h"

#include "core/text/utf8.h"

#include <array>

namespace text {

namespace {

constexpr char32_t firstOther = 0x100;

bool isItself(unsigned byte) {
    return (byte >= '!' && byte <= '~') || (byte >= 0xA1 && byte != 0xAD);
}

struct Letters {
    std::array<std::string, 256> ofByte;
    std::array<int, 2 * 256> byteOf{}; ///< by letter; negative for none

    Letters() {
        byteOf.fill(-1);
        char32_t other = firstOther;
        for (unsigned byte = 0; byte < ofByte.size(); ++byte) {
            const char32_t letter = isItself(byte) ? byte : other++;
            byteOf[letter] = static_cast<int>(byte);
            if (letter < 0x80)
                ofByte[byte] = static_cast<char>(letter);
            else
                ofByte[byte] = {static_cast<char>(0xC0 | (letter >> 6)),
                                static_cast<char>(0x80 | (letter & 0x3F))};
            ofByte[byte].reserve(16); // as much as corpus::TokenNumberer may read
        }
    }
};

const Letters& letters() {
    static const Letters all;
    return all;
}

} // namespace

std::string_view byteLetter(unsigned char byte) {
    return letters().ofByte[byte];
}

std::optional<std::string> bytesOfLetters(std::string_view text) {
    std::string bytes;
    while (!text.empty()) {
        const Utf8Step step = utf8Step(text);
        if (step.kind != Utf8Step::Kind::Valid || step.character >= letters().byteOf.size() ||
            letters().byteOf[step.character] < 0)
            return std::nullopt;
        bytes += static_cast<char>(letters().byteOf[step.character]);
        text.remove_prefix(step.length);
    }
    return bytes;
}

} // namespace text
