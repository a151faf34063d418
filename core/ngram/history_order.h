// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/row_ranges.h"

#include <array>
#include <cstdint>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

namespace ngram {

/// The rows by their histories' texts, token by token, a shorter history before those that begin
/// with it: the trie walked from the root, children in the order of their token's text. Needs no
/// key for each row, and the first rows are there at once.
class HistoryOrder {
public:
    /// `ranks`: the place of each vocabulary entry among all by their texts.
    HistoryOrder(const Trie& trie, const RowRanges& rows, std::span<const std::uint32_t> ranks)
        : trie_(&trie), rows_(&rows), ranks_(ranks) {}

    /// All rows, rising, on all of the machine's threads. Obeys `stop`.
    void write(std::span<std::uint32_t> out, const std::stop_token& stop) const;
    /// The first rows from either end, at most `most`.
    std::vector<std::uint32_t> first(std::size_t most, bool descending,
                                     const std::stop_token& stop) const;

private:
    class Walk;
    /// How many rows have a history that begins with this token.
    std::uint64_t rowsBelow(text::TokenId token) const;
    std::vector<text::TokenId> tokensInOrder() const;

    const Trie* trie_;
    const RowRanges* rows_;
    std::span<const std::uint32_t> ranks_;
};

} // namespace ngram
