// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/corpus/token_cache.h"
#include "core/ngram/count_ngrams.h"
#include "core/ngram/node_records.h"
#include "core/ngram/packed_counts.h"
#include "core/ngram/trie.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <stop_token>
#include <vector>

namespace ngram {

/// The counts of all n-grams of length 1 to `order`, mapped from disk. <s> is counted as a history
/// and never as a next token. Immutable, safe to share between threads.
///
/// Beside the count of an n-gram below the highest order stands its adjusted count, what
/// Kneser-Ney's estimators take for it: the number of different tokens seen before it, or C(n-gram)
/// for what begins with <s> (Heafield et al. 2013, "Scalable modified Kneser-Ney language model
/// estimation", section 3.2). At the highest order it is the count.
class Counts final : public Trie {
public:
    /// Throws base::FormatError where the sections do not fit together. What stands in them is not
    /// gone through: opening takes no longer for a large file, and whatever stands there, reading
    /// stays in bounds.
    explicit Counts(base::SectionFile file);

    /// Scored tokens in the text: all but <s>.
    std::uint64_t events() const { return events_; }
    std::uint64_t sentences() const { return sentences_; }
    /// C(n-gram).
    std::uint64_t count(Node node) const { return levels_[node.level - 1].counts[node.index]; }
    /// Ask for what is kept of an n-gram before it is needed.
    void prefetchNgram(Node node) const {
        if (node.level < order())
            levels_[node.level - 1].nodes.prefetch(node.index);
        else
            levels_[node.level - 1].counts.prefetch(node.index);
    }
    /// The second half of that, some time later.
    void prefetchLarge(Node node) const {
        if (node.level < order())
            levels_[node.level - 1].nodes.prefetchLarge(node.index);
    }
    /// How often something followed this n-gram, which is the sum over its children: count(node),
    /// or 0 after </s>; events() for the root. Counts that come from elsewhere may lack some of the
    /// children (readCounts); their files have the sums.
    std::uint64_t historyCount(Node node) const {
        if (node.level == 0)
            return events_;
        if (const PackedCounts& followed = levels_[node.level - 1].followed; followed.size() > 0)
            return followed[node.index];
        return token(node) == text::Vocabulary::end ? 0 : count(node);
    }
    /// Whether they were counted here, in a text: counts from elsewhere may lack some.
    bool areCounted() const { return levels_.front().followed.size() == 0; }
    std::uint64_t adjustedCount(Node node) const {
        const Level& level = levels_[node.level - 1];
        return node.level < order() ? level.nodes[node.index].adjusted : level.counts[node.index];
    }
    /// What followed a history below the highest order, by adjusted counts.
    struct Followers {
        std::uint64_t total = 0;  ///< sum of the children's adjusted counts
        std::uint64_t once = 0;   ///< children whose adjusted count is 1
        std::uint64_t twice = 0;  ///< … is 2
        std::uint64_t number = 0; ///< children whose adjusted count is not 0
    };
    Followers followers(Node history) const {
        if (history.level == 0)
            return rootFollowers_;
        const NodeNumbers numbers = levels_[history.level - 1].nodes[history.index];
        const Range range = children(history);
        return {numbers.total, numbers.once, numbers.twice, range.last - range.first};
    }
    /// Whether the text has it: level 1 has entries, <unk> for one, that may not be in the text.
    bool isSeen(Node node) const { return levels_[node.level - 1].counts.isPositive(node.index); }
    /// How many n-grams of a length have the count r, at [r] for r from 1 to 6; <s> alone is left
    /// out, because it is never predicted.
    using CountsOfCounts = std::array<std::uint64_t, 7>;
    const CountsOfCounts& countsOfCounts(unsigned level) const {
        return levels_[level - 1].ofCounts;
    }
    const CountsOfCounts& adjustedCountsOfCounts(unsigned level) const {
        return levels_[level - 1].ofAdjusted;
    }

private:
    struct Level {
        PackedCounts counts;
        NodeRecords nodes;     ///< none at the highest
        PackedCounts followed; ///< historyCount, in a file where it is not the count
        CountsOfCounts ofCounts{};
        CountsOfCounts ofAdjusted{};
    };
    /// The sums over all unigrams.
    Followers sumUnigrams() const;

    std::vector<Level> levels_;
    Followers rootFollowers_;
    std::uint64_t events_ = 0;
    std::uint64_t sentences_ = 0;
};

/// Counts n-grams of tokens that lie as in a token cache (<s> w … w </s> <s> …) and writes them to
/// `path`, with the tokenizer. Obeys `stop`.
void writeCounts(const std::filesystem::path& path, std::span<const text::TokenId> tokens,
                 const text::Tokenizer& tokenizer, unsigned order, base::Progress& progress,
                 const std::stop_token& stop, const CountingLimits& limits = {});

/// The same from n-grams that have been counted: each one's beginning and end among them.
void writeCounts(const std::filesystem::path& path, CountedNgrams& counted,
                 const text::Tokenizer& tokenizer, const CountingLimits& limits,
                 base::Progress& progress, const std::stop_token& stop);

inline void writeCounts(const std::filesystem::path& path, const corpus::TokenCache& cache,
                        const text::Tokenizer& tokenizer, unsigned order, base::Progress& progress,
                        const std::stop_token& stop, const CountingLimits& limits = {}) {
    writeCounts(path, cache.tokens(), tokenizer, order, progress, stop, limits);
}

} // namespace ngram
