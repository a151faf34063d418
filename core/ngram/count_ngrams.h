// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/spill_file.h"
#include "core/text/token.h"

#include <cstdint>
#include <deque>
#include <filesystem>
#include <span>
#include <stop_token>
#include <vector>

namespace ngram {

/// What counting may take.
struct CountingLimits {
    std::uint64_t memory = 0; ///< bytes for what is sorted at a time; 0 for all at once
    unsigned threads = 0;     ///< 0 for as many as the machine has
};

/// The n-grams of one length in the trie's order, on disk.
struct CountedLevel {
    explicit CountedLevel(const std::filesystem::path& beside)
        : tokens(beside), counts(beside), children(beside) {}

    std::uint64_t size = 0;
    base::SpillFile tokens;                 ///< u32: the last token of each; none for level 1
    base::SpillFile counts;                 ///< u8 as in PackedCounts; none for level 1
    std::vector<std::uint64_t> largeCounts; ///< as in PackedCounts
    base::SpillFile children;               ///< u32, size + 1 of them; none at the highest order
};

struct CountedNgrams {
    std::vector<std::uint64_t> unigrams; ///< by token id
    std::uint64_t events = 0;            ///< tokens but <s>
    std::deque<CountedLevel> levels;     ///< [k]: length k + 1
    /// The count of every n-gram below the highest order is the sum over what follows it, </s>
    /// apart, as in counts of a text.
    bool sumsHold = true;
};

/// Counts every n-gram of length 1 to `order` by sorting: a record for each place of the text (the
/// n tokens from there), dealt out by first token to parts that fit a processor's cache, each part
/// sorted by radix and read off once for all lengths together. What is touched: the tokens twice,
/// each record about a dozen times, of which two outside the cache. The threads share the parts;
/// what comes out is the same for any number of threads and any memory. With a memory limit the
/// tokens are read again for each group of parts that fits it. Throws base::FormatError for a token
/// outside the vocabulary, base::InputError for more than 2^32 n-grams of one length.
CountedNgrams countNgrams(const std::filesystem::path& beside,
                          std::span<const text::TokenId> tokens, std::size_t vocabularySize,
                          unsigned order, const CountingLimits& limits, base::Progress& progress,
                          const std::stop_token& stop);

} // namespace ngram
