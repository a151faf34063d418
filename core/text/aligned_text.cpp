// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/aligned_text.h"

#include <algorithm>

namespace text {

AlignedText::AlignedText(std::string_view source) {
    text_.reserve(source.size());
    origins_.reserve(source.size());
    forEachCharacter(
        source, [&](char32_t /*character*/, TextRange range) { append(range.of(source), range); });
}

TextRange AlignedText::origin(TextRange part) const {
    TextRange whole;
    if (part.begin < part.end)
        whole.begin = whole.end = origins_[part.begin].begin;
    for (std::size_t place = part.begin; place < part.end; ++place) {
        const Origin& one = origins_[place];
        if (one.begin == one.end)
            continue; // put in
        const bool isFirst = whole.begin == whole.end;
        whole.begin = isFirst ? one.begin : std::min<std::size_t>(whole.begin, one.begin);
        whole.end = isFirst ? one.end : std::max<std::size_t>(whole.end, one.end);
    }
    return whole;
}

void AlignedText::append(std::string_view text, TextRange origin) {
    text_ += text;
    origins_.resize(text_.size(), {static_cast<std::uint32_t>(origin.begin),
                                   static_cast<std::uint32_t>(origin.end)});
}

void AlignedText::append(const AlignedText& other, TextRange part) {
    text_ += part.of(other.text_);
    const auto first = other.origins_.begin();
    origins_.insert(origins_.end(), first + static_cast<std::ptrdiff_t>(part.begin),
                    first + static_cast<std::ptrdiff_t>(part.end));
}

} // namespace text
