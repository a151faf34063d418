// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/row_set.h"
#include "core/ngram/table_keys.h"

#include <chrono>
#include <filesystem>
#include <optional>

namespace ngram {

/// Hands on what is known of an answer so far: at once when there is something, then a few times a
/// second.
class FirstReport {
public:
    static constexpr std::size_t mostRows = 1000;

    explicit FirstReport(const OnFirstRows& listener) : listener_(&listener) {}
    bool isDue() const { return *listener_ && std::chrono::steady_clock::now() >= next_; }
    void send(std::vector<std::uint32_t> rows, double looked) {
        if (*listener_ && !rows.empty()) {
            (*listener_)({std::move(rows), looked});
            next_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(250);
        }
    }

private:
    const OnFirstRows* listener_;
    std::chrono::steady_clock::time_point next_;
};

/// All rows by one column, rising.
class TableOrder {
public:
    /// The surprisal falls as the probability rises: both have one order.
    TableOrder(const Table& table, const NgramModel& model, const RowRanges& rows,
               TableColumn column)
        : table_(&table), model_(&model), rows_(&rows), column_(column) {}

    /// The order that was kept in the file at `path` for this very model, or nothing.
    std::optional<RowOrder> open(const std::filesystem::path& path) const;
    /// Works the order out and keeps it at `path`; in memory alone where that is empty or cannot be
    /// written. Meanwhile the rows that stand first from one end are sent, of those `among`.
    RowOrder make(const std::filesystem::path& path, bool descending, const RowSet* among,
                  FirstReport& report, const std::stop_token& stop) const;

private:
    void fill(std::span<std::uint32_t> order, bool descending, const RowSet* among,
              FirstReport& report, const std::stop_token& stop) const;
    std::string identity() const;

    const Table* table_;
    const NgramModel* model_;
    const RowRanges* rows_;
    TableColumn column_;
};

/// The folder beside a model file in which the orders of its table are kept. It may go at any time.
std::filesystem::path orderFolder(const std::filesystem::path& modelFile);

} // namespace ngram
