// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/overlap.h"

#include <algorithm>

namespace ngram {

namespace {

bool isBoundary(text::TokenId token) {
    return token == text::Vocabulary::begin || token == text::Vocabulary::end;
}

} // namespace

TextOverlap overlapOf(const UnboundedCounts& counts, const text::Tokenizer& tokenizer,
                      std::string_view text, std::size_t minimum, std::size_t limit,
                      const std::stop_token& stop) {
    const auto tokens = tokenizer.encode(text);
    const auto spans = tokenizer.encodeWithSpans(text); // the same without the boundaries
    TextOverlap found;
    found.tokens = spans.size();
    std::vector<std::size_t> numbers; // of ordinary tokens before each token
    numbers.reserve(tokens.size() + 1);
    numbers.push_back(0);
    for (const text::TokenId token : tokens)
        numbers.push_back(numbers.back() + (isBoundary(token) ? 0 : 1));

    std::size_t reached = 0; // ordinary tokens before the end of the last stretch
    for (const Stretch& stretch : counts.stretches(tokens, stop)) {
        const std::size_t first = numbers[stretch.begin];
        const std::size_t last = numbers[stretch.begin + stretch.length];
        if (last - first < std::max<std::size_t>(minimum, 1) || last > spans.size())
            continue;
        found.known += last - std::max(first, reached);
        reached = last;
        found.longest.push_back({first, last, last - first, 0, 0});
    }
    std::stable_sort(found.longest.begin(), found.longest.end(),
                     [](const Overlap& a, const Overlap& b) { return a.tokens > b.tokens; });
    found.longest.resize(std::min(found.longest.size(), limit));

    for (Overlap& one : found.longest) {
        // From numbers of ordinary tokens to the tokens between them, boundaries only inside.
        const auto at = [&](std::size_t number) {
            return static_cast<std::size_t>(
                std::upper_bound(numbers.begin(), numbers.end(), number) - numbers.begin() - 1);
        };
        const std::size_t first = at(one.begin);
        const std::size_t length = at(one.end - 1) + 1 - first;
        const auto range = counts.find(std::span(tokens).subspan(first, length));
        one.count = range.count();
        if (const auto places = counts.places(range, 1, stop); !places.empty())
            one.place = places.front();
        one.begin = spans[one.begin].begin;
        one.end = spans[one.end - 1].end;
    }
    return found;
}

} // namespace ngram
