// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/ngram_model.h"

#include <cstdint>
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

/// The probability table as rows over the mapped file: every n-gram of the highest order, and the
/// shorter ones that begin with <s> (whole histories at a sentence's start). Nothing is copied.
/// Thread-safe; the model must outlive it.
class Table {
public:
    explicit Table(const NgramModel& model);

    std::uint64_t size() const { return size_; }
    TableRow row(std::uint64_t index) const;
    /// The history as the table shows it: tokens joined by a space; white space made visible.
    std::string historyText(std::span<const text::TokenId> history) const;
    std::string tokenText(text::TokenId token) const;

    /// The rows that a query selects, in its order; ties keep the file's order. Nothing where the
    /// query asks for all rows in the file's order. Takes seconds on ten million rows: call it off
    /// the GUI thread. Obeys `stop` within 200 ms by throwing base::Cancelled.
    std::optional<std::vector<std::uint32_t>> select(const TableQuery& query,
                                                     const std::stop_token& stop) const;

private:
    Node node(std::uint64_t index) const;

    const NgramModel* model_;
    std::vector<Trie::Range> ranges_; ///< the short ones, then the highest order
    std::uint64_t size_ = 0;
};

} // namespace ngram
