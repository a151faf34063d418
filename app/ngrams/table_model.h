// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ngrams/open_table.h"

#include <QAbstractTableModel>

#include <cstdint>
#include <memory>
#include <optional>

namespace ngrams {

/// The probability table as an item model: rows are read from the mapped counts as they are
/// painted, nothing is copied. Sorting is not done here but asked for by sortRequested. More rows
/// than a view can hold are shown page by page.
class TableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    /// A view's header costs 8 bytes a row, filled in while nothing else is answered: two million
    /// rows take it a few milliseconds.
    static constexpr std::uint64_t defaultPageSize = 2'000'000;

    explicit TableModel(QObject* parent = nullptr, std::uint64_t pageSize = defaultPageSize);

    void setTable(OpenTablePointer open);
    /// The rows of all parts in one, whatever is shown later.
    std::unique_ptr<TableModel> whole() const;
    /// Which rows are shown and in which order; nothing for all in the file's order.
    void setRows(std::optional<ngram::TableRows> rows);
    void setPage(int page);

    int page() const { return page_; }
    int pageCount() const;
    std::uint64_t selectedRows() const; ///< on all pages
    std::uint64_t totalRows() const { return open_ ? open_->table.size() : 0; }
    ngram::TableRow rowAt(int row) const;
    /// The number that the table has for a row.
    std::uint64_t numberAt(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;
    /// Column -1 asks for the file's order.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

signals:
    void sortRequested(int column, Qt::SortOrder order);

private:
    const ngram::TableRow& cachedRow(int row) const;
    QVariant number(const ngram::TableRow& row, ngram::TableColumn column) const;

    std::uint64_t pageSize_;
    OpenTablePointer open_;
    std::optional<ngram::TableRows> rows_;
    int page_ = 0;
    // A view asks for a row's columns one after the other.
    mutable int cachedAt_ = -1;
    mutable ngram::TableRow cached_;
};

} // namespace ngrams
