// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/scratch_memory.h"
#include "core/base/spill_file.h"
#include "core/ngram/record.h"
#include "core/ngram/trie.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <stop_token>
#include <vector>

namespace ngram {

/// An n-gram and its count. What stands behind its last token is 0, so that n-grams of one length
/// compare as their tokens do.
struct NgramCount {
    std::array<text::TokenId, maximumOrder> tokens{};
    std::uint64_t count = 0;
};

/// N-grams of one length on disk, in the order in which they are written.
class NgramList {
public:
    NgramList(const std::filesystem::path& beside, unsigned length)
        : length_(length), file_(beside) {}

    unsigned length() const { return length_; }
    std::uint64_t size() const { return size_; }
    void write(const NgramCount& ngram);

    /// From the beginning on; valid until the list is written to.
    class Reader {
    public:
        explicit Reader(NgramList& list) : length_(list.length_), rest_(list.file_.map()) {}
        /// False at the end.
        bool next(NgramCount& ngram);

    private:
        unsigned length_;
        std::span<const std::byte> rest_;
    };

private:
    unsigned length_;
    std::uint64_t size_ = 0;
    base::SpillFile file_;
};

/// Sorts n-grams of one length by their tokens; equal ones become one, their counts added up. What
/// does not fit in memory is sorted in parts, which are merged when they are read. First all add(),
/// then all next().
class NgramSort {
public:
    /// `memory` in bytes, 0 for all at once.
    NgramSort(const std::filesystem::path& beside, const RecordLayout& layout, std::uint64_t memory,
              std::stop_token stop);

    void add(const NgramCount& ngram);
    /// False at the end.
    bool next(NgramCount& ngram);

private:
    /// As many words for n-grams of any length: the tokens take at most five, the count stands
    /// behind them.
    using CountRecord = Record<6>;
    /// Sorted records, as they lie one after the other.
    struct Run {
        const std::uint64_t* place = nullptr;
        const std::uint64_t* end = nullptr;
    };
    void sortPart();
    void spillPart();
    void beginReading();
    bool isLater(const Run& a, const Run& b) const;
    void advance();

    RecordLayout layout_;
    std::size_t words_;  ///< of the tokens
    std::size_t stride_; ///< words from one record of a run to the next
    std::size_t most_;   ///< records in memory at a time
    std::stop_token stop_;
    std::vector<CountRecord> part_;
    std::vector<CountRecord> buffer_;
    base::SpillFile spilled_;
    std::vector<std::uint64_t> runEnds_; ///< in the spill file, in words
    std::vector<Run> runs_;              ///< a heap, the first n-gram on top
    bool reading_ = false;
};

} // namespace ngram
