// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/corpus/frequencies.h"

#include <QAbstractTableModel>
#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace corpora {

/// Frequencies with what the table adds to them. Immutable, so that a worker can sort it while it
/// is shown. Rows are in the order of rank.
struct FrequencyTable {
    explicit FrequencyTable(corpus::Frequencies found);

    corpus::Frequencies frequencies;
    std::vector<std::uint64_t> cumulative; ///< counts of this rank and those before it
};

/// What is to be seen of a table, and in which order.
struct FrequencyQuery {
    QString filter; ///< part of the token, upper and lower case alike; empty for all
    int column = 0;
    Qt::SortOrder order = Qt::AscendingOrder;
};

/// The rows that a query selects, in its order. Off the GUI thread: a million types take a second.
std::vector<std::uint32_t> select(const FrequencyTable& table, const FrequencyQuery& query,
                                  const std::stop_token& stop);

/// A frequency table as virtual rows. Sorting is asked for by a signal and done elsewhere.
class FrequencyModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Rank, Token, Count, Share, CumulativeShare, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::shared_ptr<const FrequencyTable> table, std::vector<std::uint32_t> rows);
    const std::shared_ptr<const FrequencyTable>& table() const { return table_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

signals:
    void sortRequested(int column, Qt::SortOrder order);

private:
    std::shared_ptr<const FrequencyTable> table_;
    std::vector<std::uint32_t> rows_;
};

} // namespace corpora
