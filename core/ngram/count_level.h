// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/token.h"

#include <cstdint>
#include <stop_token>
#include <vector>

namespace ngram {

/// The n-grams of one length while they are counted: an open-addressing hash table (linear
/// probing) from (the n-gram one shorter, last token) to a count. Memory is 20 bytes an n-gram and
/// 4 bytes a slot. N-grams are numbered in the order in which they were first seen.
class CountLevel {
public:
    struct Entry {
        std::uint32_t parent = 0; ///< number of the n-gram one shorter, in its own level
        text::TokenId token{};
        std::uint64_t count = 0;
    };

    struct Counted {
        std::uint32_t number = 0;
        bool isNew = false; ///< seen for the first time
    };

    CountLevel();
    /// Counts the n-gram once more. Throws base::InputError where there are more n-grams than 32
    /// bits can number.
    Counted countOnce(std::uint32_t parent, text::TokenId token, const std::stop_token& stop);
    /// Another token was seen before the n-gram for the first time.
    void addContinuation(std::uint32_t number) { ++continuations_[number]; }
    const std::vector<Entry>& entries() const { return entries_; }
    /// The number of different tokens before the n-gram; what begins with <s>, and so has none
    /// before it, keeps its count (Heafield et al. 2013, section 3.2).
    std::uint64_t adjustedCount(std::uint32_t number) const {
        return continuations_[number] > 0 ? continuations_[number] : entries_[number].count;
    }

private:
    void grow(const std::stop_token& stop);
    std::size_t firstSlot(std::uint32_t parent, text::TokenId token) const;

    std::vector<Entry> entries_;
    std::vector<std::uint32_t> continuations_; ///< by number, 0 for what begins with <s>
    std::vector<std::uint32_t> slots_;         ///< number of an entry plus 1; 0 is free
};

} // namespace ngram
