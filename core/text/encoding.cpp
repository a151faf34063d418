// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/encoding.h"

#include "core/text/encoding_evidence.h"
#include "core/text/icu_failure.h"
#include "core/text/utf8.h"

#include <unicode/ucsdet.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace text {
namespace {

// Below this share of everyday characters a multi-byte encoding is not believed.
constexpr double believableShare = 0.75;

std::optional<EncodingGuess> guessByMark(std::string_view bytes) {
    using namespace std::string_view_literals;
    static constexpr std::array<std::pair<std::string_view, const char*>, 4> marks = {{
        {"\xEF\xBB\xBF"sv, "UTF-8"},
        {"\xFF\xFE"sv, "UTF-16LE"},
        {"\xFE\xFF"sv, "UTF-16BE"},
        {"\x84\x31\x95\x33"sv, "GB18030"},
    }};
    for (const auto& [mark, name] : marks)
        if (bytes.starts_with(mark))
            return EncodingGuess{name, 100, true};
    return std::nullopt;
}

// Everything but at most one character at the end, which the reading may have cut.
bool isUtf8(std::string_view bytes) {
    const std::size_t valid = validUtf8Prefix(bytes);
    return valid == bytes.size() ||
           utf8Step(bytes.substr(valid)).kind == Utf8Step::Kind::Incomplete;
}

// ICU names ISO parts where nothing in the text tells them from the larger Windows code pages,
// which are what files are written in.
std::string knownName(std::string_view icuName) {
    static constexpr std::array<std::pair<std::string_view, const char*>, 8> pages = {{
        {"ISO-8859-1", "windows-1252"},
        {"ISO-8859-2", "windows-1250"},
        {"ISO-8859-6", "windows-1256"},
        {"ISO-8859-7", "windows-1253"},
        {"ISO-8859-8", "windows-1255"},
        {"ISO-8859-8-I", "windows-1255"},
        {"ISO-8859-9", "windows-1254"},
        {"ISO-8859-13", "windows-1257"},
    }};
    for (const auto& [part, page] : pages)
        if (icuName == part)
            return page;
    const auto& known = knownEncodings();
    return std::find(known.begin(), known.end(), icuName) != known.end() ? std::string(icuName)
                                                                         : std::string();
}

struct Close {
    void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};

// ICU's detector among the single-byte encodings: it knows languages by their letters' triples.
std::optional<EncodingGuess> guessByLetters(std::string_view bytes) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UCharsetDetector, Close> detector(ucsdet_open(&status));
    ucsdet_setText(detector.get(), bytes.data(), static_cast<int32_t>(bytes.size()), &status);
    int32_t count = 0;
    const UCharsetMatch** matches = ucsdet_detectAll(detector.get(), &count, &status);
    requireIcu(status);
    for (int32_t i = 0; i < count; ++i) { // by falling confidence
        const std::string name = knownName(ucsdet_getName(matches[i], &status));
        const int32_t confidence = ucsdet_getConfidence(matches[i], &status);
        requireIcu(status);
        if (name.starts_with("windows-"))
            return EncodingGuess{name, confidence, false};
    }
    return std::nullopt;
}

} // namespace

EncodingGuess detectEncoding(std::span<const std::byte> head) {
    const std::string_view bytes(reinterpret_cast<const char*>(head.data()), head.size());
    if (const auto marked = guessByMark(bytes))
        return *marked;
    const bool hasZero = bytes.find('\0') != std::string_view::npos;
    if (hasZero)
        if (const auto name = utf16WithoutMark(bytes))
            return {*name, 90, false};
    if (isUtf8(bytes))
        return {"UTF-8", 100, false};

    const MultiByteEvidence evidence = multiByteEvidence(bytes);
    if (evidence.share >= believableShare)
        return {evidence.encoding, static_cast<int>(100 * evidence.share), false};
    const auto letters = guessByLetters(bytes);
    if (letters && letters->confidence > static_cast<int>(100 * evidence.share))
        return *letters;
    if (evidence.share > 0.5)
        return {evidence.encoding, static_cast<int>(100 * evidence.share), false};
    return letters ? *letters : EncodingGuess{"windows-1252", 5, false};
}

} // namespace text
