// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/cut_steps.h"

#include "core/text/text_steps.h"

#include <unicode/uchar.h>

namespace text::steps {

namespace {

/// `isAlone(character)`: whether it is a word of its own.
template <class IsAlone>
CutText cutAround(CutText text, IsAlone isAlone) {
    std::vector<TextRange> words;
    for (const TextRange word : text.words) {
        TextRange open{word.begin, word.begin};
        const auto finish = [&](std::size_t next) {
            if (open.end > open.begin)
                words.push_back(open);
            open = {next, next};
        };
        forEachCharacter(word.of(text.text.text()), [&](char32_t character, TextRange range) {
            const TextRange place{word.begin + range.begin, word.begin + range.end};
            const bool isSpace = u_isUWhiteSpace(static_cast<UChar32>(character)) != 0;
            if (!isSpace && !isAlone(character)) {
                open.end = place.end;
                return;
            }
            finish(place.end);
            if (!isSpace)
                words.push_back(place);
        });
        finish(word.end);
    }
    return {std::move(text.text), std::move(words)};
}

} // namespace

CutText cutAtSpaces(CutText text) {
    return cutAround(std::move(text), [](char32_t /*character*/) { return false; });
}

CutText cutForBert(CutText text) {
    return cutAround(std::move(text), isBertPunctuation);
}

CutText signSpaces(const CutText& text, const SpaceSign& sign) {
    using Before = SpaceSign::Before;
    CutText result;
    const std::string_view source = text.text.text();
    for (const TextRange word : text.words) {
        TextRange open{result.text.text().size(), 0};
        const auto finish = [&] {
            open.end = result.text.text().size();
            if (open.end > open.begin)
                result.words.push_back(open);
            open.begin = open.end;
        };
        const std::string_view spelled = word.of(source);
        const bool isFirst = word.begin == 0;
        const std::size_t begin = text.text.origin(word).begin;
        if (!spelled.starts_with(' ') && !spelled.starts_with(sign.sign) &&
            (sign.before == Before::EveryWord || (sign.before == Before::FirstWord && isFirst)))
            result.text.append(sign.sign, {begin, begin});
        forEachCharacter(spelled, [&](char32_t character, TextRange range) {
            const TextRange place{word.begin + range.begin, word.begin + range.end};
            const bool isSpace = character == ' ';
            if (sign.cuts && (isSpace || range.of(spelled) == sign.sign))
                finish();
            if (isSpace)
                result.text.append(sign.sign, text.text.origin(place));
            else
                result.text.append(text.text, place);
        });
        finish();
    }
    return result;
}

} // namespace text::steps
