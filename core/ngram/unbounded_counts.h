// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/corpus/concordance.h"
#include "core/corpus/token_cache.h"
#include "core/ngram/suffix_array.h"

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

namespace ngram {

/// All places where something stands: ranks [first, last) of the suffix array.
struct SuffixRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::uint64_t count() const { return last - first; }
};

struct NextToken {
    text::TokenId token{};
    std::uint64_t count = 0;
};

/// What follows a history, by rising token id. <s> is never predicted and not in it.
struct NextTokens {
    std::vector<NextToken> tokens;
    std::uint64_t total = 0; ///< sum of the counts
};

/// The infini-gram of a history: the longest end of it that the text has and goes on from, and the
/// relative frequencies of what comes next there.
struct InfiniGram {
    std::size_t historyLength = 0; ///< tokens of the history's end that were used
    NextTokens next;
    /// The effective n: of the n-grams whose counts are used.
    std::size_t order() const { return historyLength + 1; }
};

/// Tokens [begin, begin + length) of a text that stand in the corpus in one piece.
struct Stretch {
    std::size_t begin = 0;
    std::size_t length = 0;
    SuffixRange places;
};

/// Counts of n-grams of any length in a tokenised corpus (Liu et al. 2024, "Infini-gram: scaling
/// unbounded n-gram language models to a trillion tokens"). n-grams are as in the cache, <s> and
/// </s> among them, and may cross sentences. What stands in the index's file can make an answer
/// wrong, never lead out of bounds. Immutable, safe to share between threads.
class UnboundedCounts {
public:
    UnboundedCounts(SuffixArray array, std::shared_ptr<const corpus::TokenCache> cache);

    const corpus::TokenCache& cache() const { return *cache_; }

    /// Where an n-gram stands; everywhere for an empty one. O(length + log n) looks at the text.
    SuffixRange find(std::span<const text::TokenId> ngram) const;
    std::uint64_t count(std::span<const text::TokenId> ngram) const { return find(ngram).count(); }
    /// What follows it, each found by a search in the range: it takes as long as there are
    /// different tokens. Obeys `stop`.
    NextTokens next(std::span<const text::TokenId> history, const std::stop_token& stop) const;
    /// The longest end of a history that is followed by something, and by what.
    InfiniGram infiniGram(std::span<const text::TokenId> history,
                          const std::stop_token& stop) const;

    /// The first `limit` places in the corpus's order.
    std::vector<std::uint64_t> places(const SuffixRange& range, std::size_t limit,
                                      const std::stop_token& stop) const;
    /// The source lines of those places.
    corpus::Occurrences occurrences(const text::Tokenizer& tokenizer,
                                    std::span<const text::TokenId> ngram, std::size_t limit,
                                    const std::stop_token& stop) const;

    /// The stretches of a text that stand in the corpus and are part of no longer one, from left to
    /// right. <unk> stands for anything and therefore matches nothing.
    std::vector<Stretch> stretches(std::span<const text::TokenId> text,
                                   const std::stop_token& stop) const;
    /// Matching statistics: for each token the longest stretch that begins there, of length 0
    /// where the corpus has not even the token.
    std::vector<Stretch> matchesFrom(std::span<const text::TokenId> text,
                                     const std::stop_token& stop) const;

private:
    /// How far a search has come: a rank, and how many tokens agree with the text there.
    struct Bound {
        std::uint64_t rank = 0;
        std::size_t agreed = 0; ///< with the suffix before or at the rank, whichever is more
    };
    Bound lowerBound(std::span<const text::TokenId> ngram) const;
    std::uint64_t upperBound(std::span<const text::TokenId> ngram, std::uint64_t first) const;
    std::size_t agreement(std::span<const text::TokenId> ngram, std::uint64_t rank,
                          std::size_t known) const;
    bool isBefore(std::span<const text::TokenId> ngram, std::uint64_t rank,
                  std::size_t agreed) const;
    /// The token `offset` behind the place of that rank, plus 1; 0 behind the end.
    std::uint64_t symbolAt(std::uint64_t rank, std::size_t offset) const;
    NextTokens next(const SuffixRange& range, std::size_t length,
                    const std::stop_token& stop) const;
    std::size_t longestFrom(std::span<const text::TokenId> text) const;

    SuffixArray array_;
    std::shared_ptr<const corpus::TokenCache> cache_;
    std::span<const text::TokenId> tokens_;
};

/// The longest of some stretches, the first of several; length 0 where there is none.
Stretch longest(const std::vector<Stretch>& stretches);

} // namespace ngram
