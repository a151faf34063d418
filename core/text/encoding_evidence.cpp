// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/encoding_evidence.h"

#include "core/text/decoder.h"
#include "core/text/double_byte.h"
#include "core/text/utf8.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <span>

namespace text {
namespace {

// The reading may have cut the last character.
constexpr std::size_t longestCharacter = 4;

// Share of the multi-byte characters that are everyday ones, 0 where a byte does not fit.
double everydayShare(const std::string& encoding, std::string_view bytes) {
    DecodeReport report;
    decodeAll(std::as_bytes(std::span(bytes)), encoding, &report);
    if (report.replaced > 0 && *report.firstOffset + longestCharacter <= bytes.size())
        return 0;
    std::size_t all = 0;
    std::size_t everyday = 0;
    while (!bytes.empty()) {
        const auto character = bytes.substr(0, multiByteLength(encoding, bytes));
        if (static_cast<unsigned char>(character[0]) >= 0x80) {
            ++all;
            everyday += character.size() > 1 && isEverydayCharacter(encoding, character) ? 1 : 0;
        }
        bytes.remove_prefix(character.size());
    }
    return all == 0 ? 0 : static_cast<double>(everyday) / static_cast<double>(all);
}

// Share of the characters with lead bytes `lowest` to `highest`, of those beyond ASCII, in text in
// which every character beyond ASCII has two bytes.
double leadShare(std::string_view bytes, unsigned lowest, unsigned highest) {
    std::size_t all = 0;
    std::size_t inside = 0;
    while (!bytes.empty()) {
        const unsigned lead = static_cast<unsigned char>(bytes[0]);
        const std::size_t length = multiByteLength("EUC-KR", bytes);
        if (length > 1 && lead >= 0xA4) { // not punctuation
            ++all;
            inside += lead >= lowest && lead <= highest ? 1 : 0;
        }
        bytes.remove_prefix(std::min(length, bytes.size()));
    }
    return all == 0 ? 0 : static_cast<double>(inside) / static_cast<double>(all);
}

// How much of `bytes`, read as `encoding`, is assigned and no control character.
double textShare(const std::string& encoding, std::string_view bytes, std::size_t& scripts) {
    const std::string decoded = decodeAll(std::as_bytes(std::span(bytes)), encoding);
    std::size_t all = 0;
    std::size_t sound = 0;
    std::set<UScriptCode> seen;
    for (std::string_view rest = decoded; !rest.empty(); ++all) {
        const Utf8Step step = utf8Step(rest);
        rest.remove_prefix(step.length);
        const auto character = static_cast<UChar32>(step.character);
        const auto type = u_charType(character);
        const bool space = character == '\n' || character == '\r' || character == '\t';
        const bool bad = (type == U_CONTROL_CHAR && !space) || type == U_UNASSIGNED ||
                         type == U_PRIVATE_USE_CHAR || character == 0xFFFD;
        sound += bad ? 0 : 1;
        UErrorCode status = U_ZERO_ERROR;
        seen.insert(uscript_getScript(character, &status));
    }
    scripts = seen.size();
    return all == 0 ? 0 : static_cast<double>(sound) / static_cast<double>(all);
}

} // namespace

MultiByteEvidence multiByteEvidence(std::string_view bytes) {
    static const std::array<std::string, 5> encodings = {"GB18030", "EUC-KR", "EUC-JP", "Big5",
                                                         "Shift_JIS"};
    MultiByteEvidence best;
    for (const std::string& encoding : encodings) {
        double share = everydayShare(encoding, bytes);
        // The three that write their tables alike share lead bytes: Japanese has kana, Korean
        // nearly nothing but Hangul, whose rows are also a part of the Chinese ones.
        if (encoding == "EUC-JP" && leadShare(bytes, 0xA4, 0xA5) < 0.15)
            share *= 0.7;
        if (encoding == "EUC-KR" && leadShare(bytes, 0xB0, 0xC8) > 0.97)
            share *= 1.01;
        if (encoding == "EUC-KR" && leadShare(bytes, 0xB0, 0xC8) < 0.9)
            share *= 0.7;
        if (share > best.share)
            best = {encoding, std::min(share, 1.02)};
    }
    best.share = std::min(best.share, 1.0);
    return best;
}

std::optional<std::string> utf16WithoutMark(std::string_view bytes) {
    const std::string_view whole = bytes.substr(0, bytes.size() / 2 * 2);
    std::size_t littleScripts = 0;
    std::size_t bigScripts = 0;
    const double little = textShare("UTF-16LE", whole, littleScripts);
    const double big = textShare("UTF-16BE", whole, bigScripts);
    if (std::max(little, big) < 0.95)
        return std::nullopt;
    // Bytes in the wrong order scatter over the scripts.
    const bool isLittle = little != big ? little > big : littleScripts <= bigScripts;
    return isLittle ? "UTF-16LE" : "UTF-16BE";
}

} // namespace text
