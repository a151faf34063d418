// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

namespace ngram {

/// Some of a table's rows, in a bit each. Threads may add rows at once where they share no 64 rows.
class RowSet {
public:
    static constexpr std::uint64_t wordBits = 64;

    explicit RowSet(std::uint64_t rows) : words_((rows + wordBits - 1) / wordBits) {}

    void add(std::uint32_t row) { words_[row / wordBits] |= std::uint64_t{1} << (row % wordBits); }
    bool contains(std::uint32_t row) const {
        return row / wordBits < words_.size() &&
               (words_[row / wordBits] >> (row % wordBits) & 1) != 0;
    }
    std::uint64_t size() const {
        std::uint64_t rows = 0;
        for (const std::uint64_t word : words_)
            rows += static_cast<std::uint64_t>(std::popcount(word));
        return rows;
    }
    /// Appends the rows from `first`, a multiple of 64, to before `last`, until there are `most`.
    void list(std::vector<std::uint32_t>& rows, std::uint64_t first, std::uint64_t last,
              std::uint64_t most) const {
        for (std::uint64_t i = first / wordBits; i * wordBits < last; ++i)
            for (std::uint64_t word = words_[i]; word != 0 && rows.size() < most; word &= word - 1)
                rows.push_back(static_cast<std::uint32_t>(
                    i * wordBits + static_cast<std::uint64_t>(std::countr_zero(word))));
    }

private:
    std::vector<std::uint64_t> words_;
};

} // namespace ngram
