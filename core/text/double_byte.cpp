// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/double_byte.h"

namespace text {
namespace {

unsigned byteAt(std::string_view bytes, std::size_t place) {
    return place < bytes.size() ? static_cast<unsigned char>(bytes[place]) : 0;
}

bool isIn(unsigned value, unsigned lowest, unsigned highest) {
    return value >= lowest && value <= highest;
}

} // namespace

bool isMultiByte(std::string_view encoding) {
    return encoding == "GB18030" || encoding == "Big5" || encoding == "Shift_JIS" ||
           encoding == "EUC-KR" || encoding == "EUC-JP";
}

std::size_t multiByteLength(std::string_view encoding, std::string_view bytes) {
    const unsigned lead = byteAt(bytes, 0);
    if (encoding == "Shift_JIS")
        return isIn(lead, 0x81, 0x9F) || isIn(lead, 0xE0, 0xFC) ? 2 : 1;
    if (encoding == "EUC-JP")
        return lead == 0x8F ? 3 : lead == 0x8E || isIn(lead, 0xA1, 0xFE) ? 2 : 1;
    if (!isIn(lead, 0x81, 0xFE))
        return 1;
    return encoding == "GB18030" && isIn(byteAt(bytes, 1), 0x30, 0x39) ? 4 : 2;
}

bool isEverydayCharacter(std::string_view encoding, std::string_view character) {
    const unsigned lead = byteAt(character, 0);
    const unsigned trail = byteAt(character, 1);
    // Rows of the tables by their lead bytes: GB 2312 and KS X 1001 and JIS X 0208 as EUC writes
    // them have punctuation in A1 and A3; level-1 hanzi in B0 to D7, hangul in B0 to C8, kana in A4
    // and A5, level-1 kanji in B0 to CF.
    if (encoding == "GB18030")
        return trail >= 0xA1 && (isIn(lead, 0xB0, 0xD7) || lead == 0xA1 || lead == 0xA3);
    if (encoding == "EUC-KR")
        return trail >= 0xA1 && (isIn(lead, 0xB0, 0xC8) || lead == 0xA1 || lead == 0xA3);
    if (encoding == "EUC-JP")
        return trail >= 0xA1 && (isIn(lead, 0xA1, 0xA5) || isIn(lead, 0xB0, 0xCF));
    if (encoding == "Big5")
        return isIn(lead, 0xA4, 0xC6) || lead == 0xA1;
    return isIn(lead, 0x81, 0x83) || isIn(lead, 0x88, 0x97); // Shift_JIS: the same rows, shifted
}

} // namespace text
