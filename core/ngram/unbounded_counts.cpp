// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/unbounded_counts.h"

#include <algorithm>

namespace ngram {

using Tokens = std::span<const text::TokenId>;

UnboundedCounts::UnboundedCounts(SuffixArray array, std::shared_ptr<const corpus::TokenCache> cache)
    : array_(std::move(array)), cache_(std::move(cache)), tokens_(cache_->tokens()) {}

std::size_t UnboundedCounts::agreement(Tokens ngram, std::uint64_t rank, std::size_t known) const {
    const Tokens suffix = tokens_.subspan(array_.place(rank));
    const std::size_t most = std::min(ngram.size(), suffix.size());
    std::size_t agreed = std::min(known, most);
    while (agreed < most && ngram[agreed] == suffix[agreed])
        ++agreed;
    return agreed;
}

std::uint64_t UnboundedCounts::symbolAt(std::uint64_t rank, std::size_t offset) const {
    const Tokens suffix = tokens_.subspan(array_.place(rank));
    return offset < suffix.size() ? text::index(suffix[offset]) + 1 : 0;
}

/// Whether the suffix of that rank is smaller than the n-gram, of which it has `agreed` tokens.
bool UnboundedCounts::isBefore(Tokens ngram, std::uint64_t rank, std::size_t agreed) const {
    return agreed < ngram.size() && symbolAt(rank, agreed) < text::index(ngram[agreed]) + 1;
}

// Both ends of what is still open agree with the n-gram in some tokens; so does all between, in as
// many as the end that agrees less (Manber and Myers 1993), so that long n-grams are not compared
// from their start at each step.
UnboundedCounts::Bound UnboundedCounts::lowerBound(Tokens ngram) const {
    std::uint64_t first = 0;
    std::uint64_t last = array_.size();
    std::size_t agreedBefore = 0;
    std::size_t agreedBehind = 0;
    while (first < last) {
        const std::uint64_t middle = first + (last - first) / 2;
        const std::size_t agreed = agreement(ngram, middle, std::min(agreedBefore, agreedBehind));
        if (isBefore(ngram, middle, agreed)) {
            first = middle + 1;
            agreedBefore = agreed;
        } else {
            last = middle;
            agreedBehind = agreed;
        }
    }
    return {first, std::max(agreedBefore, agreedBehind)};
}

/// Behind the last suffix that begins with the n-gram, given the first.
std::uint64_t UnboundedCounts::upperBound(Tokens ngram, std::uint64_t first) const {
    std::uint64_t step = 1;
    std::size_t agreedBehind = 0;
    std::uint64_t last = array_.size();
    while (first < last) { // in growing steps: most n-grams are rare
        const std::uint64_t look = std::min(first + step, last) - 1;
        const std::size_t agreed = agreement(ngram, look, agreedBehind);
        if (agreed < ngram.size()) {
            last = look;
            agreedBehind = agreed;
            break;
        }
        first = look + 1;
        step *= 2;
    }
    while (first < last) {
        const std::uint64_t middle = first + (last - first) / 2;
        const std::size_t agreed = agreement(ngram, middle, agreedBehind);
        if (agreed == ngram.size()) {
            first = middle + 1;
        } else {
            last = middle;
            agreedBehind = agreed;
        }
    }
    return first;
}

SuffixRange UnboundedCounts::find(Tokens ngram) const {
    if (ngram.empty())
        return {0, array_.size()};
    const Bound bound = lowerBound(ngram);
    if (bound.rank == array_.size() || agreement(ngram, bound.rank, 0) < ngram.size())
        return {bound.rank, bound.rank};
    return {bound.rank, upperBound(ngram, bound.rank)};
}

NextTokens UnboundedCounts::next(Tokens history, const std::stop_token& stop) const {
    return next(find(history), history.size(), stop);
}

NextTokens UnboundedCounts::next(const SuffixRange& range, std::size_t length,
                                 const std::stop_token& stop) const {
    NextTokens found;
    std::uint64_t steps = 0;
    for (std::uint64_t first = range.first; first < range.last;) {
        if (++steps % 1024 == 0)
            base::throwIfStopped(stop);
        // The suffixes are sorted by what follows: look for where this symbol ends.
        const std::uint64_t symbol = symbolAt(first, length);
        std::uint64_t begin = first + 1;
        std::uint64_t end = range.last;
        for (std::uint64_t step = 1; begin < end; step *= 2) {
            const std::uint64_t look = std::min(begin + step, end) - 1;
            if (symbolAt(look, length) > symbol) {
                end = look;
                break;
            }
            begin = look + 1;
        }
        while (begin < end) {
            const std::uint64_t middle = begin + (end - begin) / 2;
            if (symbolAt(middle, length) > symbol)
                end = middle;
            else
                begin = middle + 1;
        }
        const text::TokenId token = text::tokenId(symbol - 1);
        if (symbol > 0 && token != text::Vocabulary::begin) {
            found.tokens.push_back({token, begin - first});
            found.total += begin - first;
        }
        first = begin;
    }
    return found;
}

InfiniGram UnboundedCounts::infiniGram(Tokens history, const std::stop_token& stop) const {
    // What the text has, it has the ends of. Nothing that is predicted follows </s>.
    std::size_t shortest = 0;
    std::size_t longest =
        history.empty() || history.back() == text::Vocabulary::end ? 0 : history.size();
    while (shortest < longest) {
        const std::size_t length = longest - (longest - shortest) / 2;
        if (find(history.last(length)).count() > 0)
            shortest = length;
        else
            longest = length - 1;
    }
    return {shortest, next(history.last(shortest), stop)};
}

std::vector<std::uint64_t> UnboundedCounts::places(const SuffixRange& range, std::size_t limit,
                                                   const std::stop_token& stop) const {
    std::vector<std::uint64_t> first; // a heap: the last of the first places on top
    for (std::uint64_t rank = range.first; rank < range.last && limit > 0; ++rank) {
        if (rank % 65536 == 0)
            base::throwIfStopped(stop);
        const std::uint64_t place = array_.place(rank);
        if (first.size() == limit) {
            if (place >= first.front())
                continue;
            std::pop_heap(first.begin(), first.end());
            first.pop_back();
        }
        first.push_back(place);
        std::push_heap(first.begin(), first.end());
    }
    std::sort_heap(first.begin(), first.end());
    return first;
}

corpus::Occurrences UnboundedCounts::occurrences(const text::Tokenizer& tokenizer, Tokens ngram,
                                                 std::size_t limit,
                                                 const std::stop_token& stop) const {
    if (ngram.empty())
        return {};
    const SuffixRange range = find(ngram);
    return {corpus::linesAt(*cache_, tokenizer, ngram, places(range, limit, stop), stop),
            range.count()};
}

/// The length of the longest beginning of `text` that the corpus has.
std::size_t UnboundedCounts::longestFrom(Tokens text) const {
    const auto unknown = std::find(text.begin(), text.end(), text::Vocabulary::unknown);
    text = text.first(static_cast<std::size_t>(unknown - text.begin()));
    return text.empty() ? 0 : lowerBound(text).agreed;
}

std::vector<Stretch> UnboundedCounts::stretches(Tokens text, const std::stop_token& stop) const {
    std::vector<Stretch> found;
    for (std::size_t begin = 0; begin < text.size();) {
        base::throwIfStopped(stop);
        const std::size_t length = longestFrom(text.subspan(begin));
        if (length == 0) {
            ++begin;
            continue;
        }
        found.push_back({begin, length, find(text.subspan(begin, length))});
        const std::size_t end = begin + length;
        if (end == text.size())
            break;
        // The next one is the first that goes beyond this end. The later it begins, the shorter
        // and the likelier it is: a bisection finds it.
        std::size_t late = end + 1; // nothing to find there: one begins anew
        for (std::size_t early = begin + 1; early < late;) {
            const std::size_t middle = early + (late - early) / 2;
            const auto beyond = text.subspan(middle, end + 1 - middle);
            if (longestFrom(beyond) < beyond.size())
                early = middle + 1;
            else
                late = middle;
        }
        begin = late;
    }
    return found;
}

std::vector<Stretch> UnboundedCounts::matchesFrom(Tokens text, const std::stop_token& stop) const {
    std::vector<Stretch> matches(text.size());
    for (std::size_t i = 0; i < text.size(); ++i)
        matches[i].begin = i;
    // A match that begins inside a stretch ends where it does, until the next stretch begins.
    const std::vector<Stretch> all = stretches(text, stop);
    for (std::size_t s = 0; s < all.size(); ++s) {
        const std::size_t end = all[s].begin + all[s].length;
        const std::size_t last = s + 1 < all.size() ? std::min(end, all[s + 1].begin) : end;
        for (std::size_t i = all[s].begin; i < last; ++i) {
            base::throwIfStopped(stop);
            matches[i].length = end - i;
            matches[i].places = find(text.subspan(i, end - i));
        }
    }
    return matches;
}

Stretch longest(const std::vector<Stretch>& stretches) {
    const auto found =
        std::max_element(stretches.begin(), stretches.end(),
                         [](const Stretch& a, const Stretch& b) { return a.length < b.length; });
    return found == stretches.end() ? Stretch{} : *found;
}

} // namespace ngram
