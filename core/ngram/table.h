// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/ngram_model.h"
#include "core/ngram/row_ranges.h"
#include "core/ngram/table_rows.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace ngram {

enum class TableColumn { History, Next, Count, HistoryCount, Probability, Surprisal };

/// A row of the probability table.
struct TableRow {
    std::vector<text::TokenId> history;
    text::TokenId next{};
    std::uint64_t count = 0;        ///< C(history, next); 0 for a model without counts
    std::uint64_t historyCount = 0; ///< C(history)
    double probability = 0;
    double surprisal = 0; ///< bits, -log2 probability
};

/// What a person wants to see of the table, and in which order.
struct TableQuery {
    std::string history;             ///< part of the history's text; empty for all
    std::string next;                ///< part of the next token's text; empty for all
    std::optional<TableColumn> sort; ///< nothing: the order of the file
    bool descending = false;

    bool operator==(const TableQuery&) const = default;
};

/// The rows that stand first, as far as the table has been looked through: more of it may put
/// others before them.
struct FirstRowsSoFar {
    std::vector<std::uint32_t> rows;
    double looked = 0; ///< the share of the table, 0 to 1
};
using OnFirstRows = std::function<void(FirstRowsSoFar)>;

/// The probability table as rows over the mapped file. Nothing is copied. A large table's orders
/// are worked out once and kept beside the model's file. Thread-safe; the model must outlive it,
/// and it what select() gives.
class Table {
public:
    /// Rows from which orders are kept on disk: a smaller table is sorted before one has looked.
    static constexpr std::uint64_t largeTable = std::uint64_t{1} << 20;

    explicit Table(const NgramModel& model, std::uint64_t keptFrom = largeTable);

    std::uint64_t size() const { return rows_.size(); }
    TableRow row(std::uint64_t index) const;
    /// The history as the table shows it: tokens joined by a space; white space made visible.
    std::string historyText(std::span<const text::TokenId> history) const;
    std::string tokenText(text::TokenId token) const;

    /// The rows that a query selects, in its order; ties keep the file's order, and so do
    /// probabilities that agree in six digits. May take seconds: call it off the GUI thread.
    /// `onFirst` is told meanwhile, on this thread, what stands first. Obeys `stop` within 200 ms
    /// by throwing base::Cancelled.
    TableRows select(const TableQuery& query, const std::stop_token& stop,
                     const OnFirstRows& onFirst = {}) const;

    /// The place of each vocabulary entry when all are sorted by their shown text; found once.
    std::shared_ptr<const std::vector<std::uint32_t>> ranks(const std::stop_token& stop) const;

private:
    const NgramModel* model_;
    RowRanges rows_;
    std::uint64_t keptFrom_;
    mutable std::mutex ranksMutex_;
    mutable std::shared_ptr<const std::vector<std::uint32_t>> ranks_;
};

} // namespace ngram
