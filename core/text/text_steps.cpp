// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/text_steps.h"

#include "core/text/icu_failure.h"
#include "core/text/pattern.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <cstdint>

namespace text::steps {

namespace {

/// `visit(character, keep, put)`: what is kept or put stands in the character's place.
template <class Visit>
AlignedText changed(const AlignedText& text, Visit visit) {
    AlignedText result;
    forEachCharacter(text.text(), [&](char32_t character, TextRange range) {
        visit(
            character, [&] { result.append(text, range); },
            [&](std::string_view other) { result.append(other, text.origin(range)); });
    });
    return result;
}

template <class Filter>
AlignedText without(const AlignedText& text, Filter isGone) {
    return changed(text, [&](char32_t character, auto keep, auto /*put*/) {
        if (!isGone(static_cast<UChar32>(character)))
            keep();
    });
}

bool isBetween(char32_t character, char32_t first, char32_t last) {
    return character >= first && character <= last;
}

/// Whether the character was in Unicode 8, whose categories BERT's rules in the library go by.
bool isOld(UChar32 character) {
    UVersionInfo age{};
    u_charAge(character, age);
    return age[0] <= 8;
}

std::string normalized(std::string_view part, const icu::Normalizer2& form) {
    std::string result;
    icu::StringByteSink<std::string> sink(&result);
    UErrorCode status = U_ZERO_ERROR;
    form.normalizeUTF8(0, {part.data(), static_cast<int32_t>(part.size())}, sink, nullptr, status);
    requireIcu(status);
    return result;
}

AlignedText normalized(const AlignedText& text, const icu::Normalizer2& form) {
    AlignedText result;
    TextRange segment;
    const auto finish = [&](std::size_t next) {
        const std::string_view part = segment.of(text.text());
        const std::string other = isAscii(part) ? std::string(part) : normalized(part, form);
        if (other == part)
            result.append(text, segment);
        else
            result.append(other, text.origin(segment));
        segment.begin = next;
    };
    // What stands between two such boundaries changes only together.
    forEachCharacter(text.text(), [&](char32_t character, TextRange range) {
        if (form.hasBoundaryBefore(static_cast<UChar32>(character)))
            finish(range.begin);
        segment.end = range.end;
    });
    finish(segment.end);
    return result;
}

const icu::Normalizer2* formNamed(std::string_view name) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* form = nullptr;
    if (name == "NFC")
        form = icu::Normalizer2::getNFCInstance(status);
    else if (name == "NFD")
        form = icu::Normalizer2::getNFDInstance(status);
    else if (name == "NFKC")
        form = icu::Normalizer2::getNFKCInstance(status);
    else if (name == "NFKD")
        form = icu::Normalizer2::getNFKDInstance(status);
    requireIcu(status);
    return form;
}

std::string utf8Of(UChar32 character) {
    std::string text;
    icu::UnicodeString(character).toUTF8String(text);
    return text;
}

} // namespace

AlignedText lowercase(const AlignedText& text) {
    constexpr UChar32 capitalWithDot = 0x130; // the only one that becomes two characters
    return changed(text, [](char32_t character, auto keep, auto put) {
        const auto upper = static_cast<UChar32>(character);
        const UChar32 lower = u_tolower(upper);
        if (upper == capitalWithDot)
            put("i\u0307");
        else if (lower == upper)
            keep();
        else
            put(utf8Of(lower));
    });
}

AlignedText stripMarks(const AlignedText& text) {
    return without(text,
                   [](UChar32 character) { return (U_GET_GC_MASK(character) & U_GC_M_MASK) != 0; });
}

AlignedText nmtSpaces(const AlignedText& text) {
    return changed(text, [](char32_t c, auto keep, auto put) {
        if (isBetween(c, 0x01, 0x08) || c == 0x0B || isBetween(c, 0x0E, 0x1F) || c == 0x7F ||
            c == 0x8F || c == 0x9F)
            return;
        if (c == '\t' || c == '\n' || c == 0x0C || c == '\r' || c == 0x1680 ||
            isBetween(c, 0x200B, 0x200F) || c == 0x2028 || c == 0x2029 || c == 0x2581 ||
            c == 0xFEFF || c == 0xFFFD)
            put(" ");
        else
            keep();
    });
}

Step normalForm(std::string_view name) {
    const icu::Normalizer2* form = formNamed(name);
    if (!form)
        return {};
    return [form](const AlignedText& text) { return normalized(text, *form); };
}

AlignedText strip(const AlignedText& text, bool left, bool right) {
    TextRange kept{text.text().size(), 0};
    forEachCharacter(text.text(), [&](char32_t character, TextRange range) {
        if (u_isUWhiteSpace(static_cast<UChar32>(character)))
            return;
        kept.begin = std::min(kept.begin, range.begin);
        kept.end = range.end;
    });
    if (!left)
        kept.begin = 0;
    if (!right)
        kept.end = text.text().size();
    AlignedText result;
    if (kept.begin < kept.end)
        result.append(text, kept);
    return result;
}

AlignedText prepend(const AlignedText& text, std::string_view before) {
    AlignedText result;
    if (!text.text().empty())
        result.append(before, {});
    result.append(text, {0, text.text().size()});
    return result;
}

Step replace(const std::string& pattern, const std::string& content) {
    return [compiled = Pattern(pattern), content](const AlignedText& text) {
        AlignedText result;
        std::size_t end = 0;
        Matcher matcher(compiled);
        for (const TextRange match : matcher.matches(text.text())) {
            result.append(text, {end, match.begin});
            result.append(content, text.origin(match));
            end = match.end;
        }
        result.append(text, {end, text.text().size()});
        return result;
    };
}

AlignedText bertClean(const AlignedText& text) {
    constexpr char32_t replacement = 0xFFFD;
    constexpr std::uint32_t invisible = U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CO_MASK;
    return changed(text, [](char32_t c, auto keep, auto put) {
        const auto character = static_cast<UChar32>(c);
        const bool breaks = c == '\t' || c == '\n' || c == '\r';
        // Form feeds too, which are white space elsewhere.
        const bool isGone =
            !breaks &&
            (c == replacement || ((U_GET_GC_MASK(character) & invisible) != 0 && isOld(character)));
        if (breaks || (!isGone && u_isUWhiteSpace(character)))
            put(" ");
        else if (!isGone)
            keep();
    });
}

AlignedText bertChinese(const AlignedText& text) {
    return changed(text, [](char32_t c, auto keep, auto put) {
        const bool isHan = isBetween(c, 0x4E00, 0x9FFF) || isBetween(c, 0x3400, 0x4DBF) ||
                           isBetween(c, 0x20000, 0x2A6DF) || isBetween(c, 0x2A700, 0x2B81F) ||
                           isBetween(c, 0x2B920, 0x2CEAF) || isBetween(c, 0xF900, 0xFAFF) ||
                           isBetween(c, 0x2F800, 0x2FA1F);
        if (isHan)
            put(" ");
        keep();
        if (isHan)
            put(" ");
    });
}

AlignedText bertAccents(const AlignedText& text) {
    return without(normalized(text, *formNamed("NFD")), [](UChar32 character) {
        return u_charType(character) == U_NON_SPACING_MARK && isOld(character);
    });
}

bool isBertPunctuation(char32_t character) {
    const auto code = static_cast<UChar32>(character);
    if (code < 0x80)
        return code > ' ' && code < 0x7F && u_isalnum(code) == 0;
    return u_ispunct(code) != 0 && isOld(code);
}

} // namespace text::steps
