// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace ngram {

/// Row numbers in an order that may lie in a mapped file; `keeper` keeps them valid.
struct RowOrder {
    std::span<const std::uint32_t> rows;
    std::shared_ptr<const void> keeper;
};
RowOrder rowOrder(std::vector<std::uint32_t> rows);

/// Whether two rows are alike in the column that an order is by.
using RowsAlike = std::function<bool(std::uint32_t, std::uint32_t)>;

/// The rows of a table that a query selects, in its order. Nothing is copied: an order on disk is
/// read where it lies, from either end. A value; one thread at a time.
class TableRows {
public:
    /// Rows 0 … size - 1 as they lie in the file.
    explicit TableRows(std::uint64_t size = 0) : size_(size) {}
    /// An order, as it stands. Numbers from `tableSize` on, which only a damaged file has, are
    /// taken into bounds.
    TableRows(RowOrder order, std::uint64_t tableSize)
        : size_(order.rows.size()), tableSize_(tableSize), order_(std::move(order)) {}
    /// A rising order turned round: rows that are alike still stand in the file's order.
    static TableRows descending(RowOrder rising, std::uint64_t tableSize, RowsAlike alike);

    std::uint64_t size() const { return size_; }
    std::uint32_t operator[](std::uint64_t place) const;

private:
    std::uint32_t rowAt(std::uint64_t place) const;
    void findRun(std::uint64_t place) const;

    std::uint64_t size_ = 0;
    std::uint64_t tableSize_ = 0;
    RowOrder order_; ///< no keeper: the file's order
    RowsAlike alike_;
    // The rows alike that were read last, as places in the rising order.
    mutable std::uint64_t runBegin_ = 0;
    mutable std::uint64_t runEnd_ = 0;
};

} // namespace ngram
