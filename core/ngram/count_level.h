// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/token.h"

#include <cstdint>
#include <stop_token>
#include <vector>

namespace ngram {

/// The n-grams of one length while they are counted: an open-addressing hash table (linear
/// probing) from (the n-gram one shorter, last token) to a count. Memory is 16 bytes an n-gram and
/// 4 bytes a slot. N-grams are numbered in the order in which they were first seen.
class CountLevel {
public:
    struct Entry {
        std::uint32_t parent = 0; ///< number of the n-gram one shorter, in its own level
        text::TokenId token{};
        std::uint64_t count = 0;
    };

    CountLevel();
    /// Counts the n-gram once more and returns its number. Throws base::InputError where there are
    /// more n-grams than 32 bits can number.
    std::uint32_t countOnce(std::uint32_t parent, text::TokenId token, const std::stop_token& stop);
    const std::vector<Entry>& entries() const { return entries_; }

private:
    void grow(const std::stop_token& stop);
    std::size_t firstSlot(std::uint32_t parent, text::TokenId token) const;

    std::vector<Entry> entries_;
    std::vector<std::uint32_t> slots_; ///< number of an entry plus 1; 0 is free
};

} // namespace ngram
