// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/charsmap.h"

#include "core/base/error.h"
#include "core/text/icu_failure.h"

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <memory>

namespace text {

namespace {

/// Longer clusters are not looked for.
constexpr std::size_t longestCluster = 5;

/// Four bytes, the lowest first.
std::uint32_t wordAt(std::string_view bytes, std::size_t place) {
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < 4; ++i)
        word |= std::uint32_t{static_cast<unsigned char>(bytes[place + i])} << (8 * i);
    return word;
}

// The parts of a node.
bool isEnd(std::uint32_t unit) {
    return (unit >> 8 & 1) != 0;
}
std::uint32_t valueOf(std::uint32_t unit) {
    return unit & 0x7FFFFFFF;
}
std::uint32_t labelOf(std::uint32_t unit) {
    return unit & 0x800000FF;
}
std::uint32_t offsetOf(std::uint32_t unit) {
    return unit >> 10 << ((unit & 0x200) >> 6);
}

std::vector<TextRange> clustersOf(std::string_view text) {
    std::vector<TextRange> clusters;
    if (isAscii(text) && text.find('\r') == std::string_view::npos) { // nothing there is joined
        for (std::size_t place = 0; place < text.size(); ++place)
            clusters.push_back({place, place + 1});
        return clusters;
    }
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::BreakIterator> iterator(
        icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
    UText source = UTEXT_INITIALIZER;
    utext_openUTF8(&source, text.data(), static_cast<int64_t>(text.size()), &status);
    requireIcu(status);
    iterator->setText(&source, status);
    std::size_t begin = 0;
    for (int32_t end = iterator->next(); U_SUCCESS(status) && end != icu::BreakIterator::DONE;
         end = iterator->next()) {
        clusters.push_back({begin, static_cast<std::size_t>(end)});
        begin = clusters.back().end;
    }
    utext_close(&source);
    requireIcu(status);
    return clusters;
}

} // namespace

Charsmap::Charsmap(std::string_view bytes) {
    constexpr std::size_t head = 4;
    const std::size_t size = bytes.size() < head ? 0 : wordAt(bytes, 0);
    if (size == 0 || size % 4 != 0 || size > bytes.size() - head ||
        validUtf8Prefix(bytes.substr(head + size)) != bytes.size() - head - size)
        throw base::FormatError(base::Message{
            NG_TEXT("core", "Its part “precompiled_charsmap” is damaged. Save or download it "
                            "again.")});
    for (std::size_t place = head; place < head + size; place += 4)
        trie_.push_back(wordAt(bytes, place));
    texts_ = bytes.substr(head + size);
}

// The shortest beginning of `part` that the trie has, which is what the library takes.
std::optional<std::string_view> Charsmap::find(std::string_view part) const {
    std::size_t node = offsetOf(trie_[0]);
    for (const char byte : part) {
        const auto label = static_cast<unsigned char>(byte);
        node ^= label;
        if (label == 0 || node >= trie_.size() || labelOf(trie_[node]) != label)
            return std::nullopt;
        const std::uint32_t unit = trie_[node];
        node ^= offsetOf(unit);
        if (!isEnd(unit))
            continue;
        const std::size_t begin = node < trie_.size() ? valueOf(trie_[node]) : texts_.size();
        if (begin >= texts_.size())
            return std::nullopt;
        return std::string_view(texts_).substr(begin, texts_.find('\0', begin) - begin);
    }
    return std::nullopt;
}

AlignedText Charsmap::apply(const AlignedText& text) const {
    AlignedText result;
    const auto put = [&](TextRange range) {
        const auto other = find(range.of(text.text()));
        if (other)
            result.append(*other, text.origin(range));
        return other.has_value();
    };
    for (const TextRange cluster : clustersOf(text.text())) {
        const std::string_view part = cluster.of(text.text());
        if (part.size() <= longestCluster && put(cluster))
            continue;
        forEachCharacter(part, [&](char32_t /*character*/, TextRange range) {
            const TextRange place{cluster.begin + range.begin, cluster.begin + range.end};
            if (!put(place))
                result.append(text, place);
        });
    }
    return result;
}

} // namespace text
