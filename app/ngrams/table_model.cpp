// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/table_model.h"

#include "app/window/table_view.h"
#include "app/window/text.h"

#include <QLocale>

#include <algorithm>
#include <limits>
#include <utility>

namespace ngrams {

using ngram::TableColumn;

TableModel::TableModel(QObject* parent, std::uint64_t pageSize)
    : QAbstractTableModel(parent), pageSize_(pageSize) {}

void TableModel::setTable(OpenTablePointer open) {
    beginResetModel();
    open_ = std::move(open);
    rows_.reset();
    page_ = 0;
    cachedAt_ = -1;
    endResetModel();
}

void TableModel::setRows(std::optional<ngram::TableRows> rows) {
    if (!rows && !rows_ && page_ == 0)
        return; // a view needs time to take in millions of rows: not twice for the same
    beginResetModel();
    rows_ = std::move(rows);
    page_ = 0;
    cachedAt_ = -1;
    endResetModel();
}

std::unique_ptr<TableModel> TableModel::whole() const {
    auto all = std::make_unique<TableModel>(nullptr, std::numeric_limits<int>::max());
    all->setTable(open_);
    all->setRows(rows_);
    return all;
}

void TableModel::setPage(int page) {
    beginResetModel();
    page_ = std::clamp(page, 0, pageCount() - 1);
    cachedAt_ = -1;
    endResetModel();
}

std::uint64_t TableModel::selectedRows() const {
    return rows_ ? rows_->size() : totalRows();
}

int TableModel::pageCount() const {
    return static_cast<int>(
        std::max<std::uint64_t>(1, (selectedRows() + pageSize_ - 1) / pageSize_));
}

const ngram::TableRow& TableModel::cachedRow(int row) const {
    if (cachedAt_ != row) {
        cached_ = open_->table.row(numberAt(row));
        cachedAt_ = row;
    }
    return cached_;
}

ngram::TableRow TableModel::rowAt(int row) const {
    return cachedRow(row);
}

std::uint64_t TableModel::numberAt(int row) const {
    const auto place =
        static_cast<std::uint64_t>(page_) * pageSize_ + static_cast<std::uint64_t>(row);
    return rows_ ? (*rows_)[place] : place;
}

int TableModel::rowCount(const QModelIndex& parent) const {
    if (parent.isValid())
        return 0;
    const std::uint64_t before = static_cast<std::uint64_t>(page_) * pageSize_;
    return static_cast<int>(std::min(pageSize_, selectedRows() - before));
}

int TableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : 6;
}

/// Nothing where the column has text.
QVariant TableModel::number(const ngram::TableRow& row, TableColumn column) const {
    switch (column) {
    case TableColumn::Count:
        return open_->model->hasCounts() ? QVariant::fromValue<qulonglong>(row.count) : QVariant();
    case TableColumn::HistoryCount:
        return open_->model->hasCounts() ? QVariant::fromValue<qulonglong>(row.historyCount)
                                         : QVariant();
    case TableColumn::Probability:
        return row.probability;
    case TableColumn::Surprisal:
        return row.surprisal;
    case TableColumn::History:
    case TableColumn::Next:
        break;
    }
    return {};
}

QVariant TableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto column = static_cast<TableColumn>(index.column());
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (column <= TableColumn::Next ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole && role != window::TableView::NumberRole)
        return {};
    const ngram::TableRow& row = cachedRow(index.row());
    if (role == window::TableView::NumberRole)
        return number(row, column);
    switch (column) {
    case TableColumn::History:
        return window::toQString(open_->table.historyText(row.history));
    case TableColumn::Next:
        return window::toQString(open_->table.tokenText(row.next));
    case TableColumn::Count:
        return open_->model->hasCounts() ? window::formatCount(row.count) : QStringLiteral("–");
    case TableColumn::HistoryCount:
        return open_->model->hasCounts() ? window::formatCount(row.historyCount)
                                         : QStringLiteral("–");
    case TableColumn::Probability:
        return window::formatProbability(row.probability);
    case TableColumn::Surprisal:
        return QLocale().toString(row.surprisal, 'f', 3);
    }
    return {};
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical || section < 0 || section >= columnCount())
        return QAbstractTableModel::headerData(section, orientation, role);
    const auto column = static_cast<TableColumn>(section);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter |
                                   (column <= TableColumn::Next ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::ToolTipRole) {
        switch (column) {
        case TableColumn::History:
            return tr("The tokens that precede");
        case TableColumn::Next:
            return tr("The token that follows");
        case TableColumn::Count:
            return tr("How often the token followed this history");
        case TableColumn::HistoryCount:
            return tr("How often anything followed this history");
        case TableColumn::Probability:
            return tr("The probability of the token after this history");
        case TableColumn::Surprisal:
            return tr("−log₂ P: how many bits the token tells");
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case TableColumn::History:
        return tr("History");
    case TableColumn::Next:
        return tr("Next");
    case TableColumn::Count:
        return tr("C(history, next)");
    case TableColumn::HistoryCount:
        return tr("C(history)");
    case TableColumn::Probability:
        return tr("P");
    case TableColumn::Surprisal:
        return tr("Surprisal (bits)");
    }
    return {};
}

void TableModel::sort(int column, Qt::SortOrder order) {
    emit sortRequested(column, order);
}

} // namespace ngrams
