// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/row_ranges.h"
#include "core/ngram/table.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace ngram {

/// The place of each vocabulary entry when all are sorted by the text that the table shows.
using TokenRanks = std::shared_ptr<const std::vector<std::uint32_t>>;
TokenRanks tokenRanks(const Table& table, std::size_t vocabularySize, const std::stop_token& stop);

/// A number of 32 bits for each row that rises as the column's value does; for every column but the
/// history. Thread-safe.
class ColumnKeys {
public:
    /// `ranks` for the column of next tokens alone.
    ColumnKeys(const NgramModel& model, TableColumn column, TokenRanks ranks = {})
        : model_(&model), column_(column), ranks_(std::move(ranks)) {}

    std::uint32_t of(const HistoryPath& history, Node ngram) const;
    std::uint32_t of(const RowRanges& rows, std::uint32_t row) const;
    /// Into out[0] … what rows [first, first + out.size()) have.
    void read(const RowRanges& rows, std::uint64_t first, std::span<std::uint32_t> out,
              const std::stop_token& stop) const;
    /// Into out[i] what the row some[i] has; the numbers rise.
    void readSome(const RowRanges& rows, std::span<const std::uint32_t> some,
                  std::span<std::uint32_t> out, const std::stop_token& stop) const;

private:
    const NgramModel* model_;
    TableColumn column_;
    TokenRanks ranks_;
};

/// Goes through all rows in rounds, every thread a part of each: work(first, last) for the parts,
/// then done(first, last) on this thread for the whole round, in order.
void inRounds(std::uint64_t rows, const std::function<void(std::uint64_t, std::uint64_t)>& work,
              const std::function<void(std::uint64_t, std::uint64_t)>& done);

} // namespace ngram
