// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/corpora/frequency_model.h"

#include "app/window/table_view.h"
#include "app/window/text.h"
#include "app/window/visible_token.h"

#include <QLocale>

#include <algorithm>

namespace corpora {

FrequencyTable::FrequencyTable(corpus::Frequencies found) : frequencies(std::move(found)) {
    cumulative.reserve(frequencies.counts.size());
    std::uint64_t sum = 0;
    for (const auto& entry : frequencies.counts)
        cumulative.push_back(sum += entry.count);
}

std::vector<std::uint32_t> select(const FrequencyTable& table, const FrequencyQuery& query,
                                  const std::stop_token& stop) {
    const auto& counts = table.frequencies.counts;
    std::vector<std::uint32_t> rows;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (i % 4096 == 0)
            base::throwIfStopped(stop);
        if (query.filter.isEmpty() ||
            window::toQString(counts[i].token).contains(query.filter, Qt::CaseInsensitive))
            rows.push_back(static_cast<std::uint32_t>(i));
    }
    // The rows stand by rising rank, which is by falling count and share, by rising cumulative.
    bool rising = query.order == Qt::AscendingOrder;
    if (query.column == FrequencyModel::Token) {
        std::uint64_t compared = 0;
        std::sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
            if (++compared % 65536 == 0)
                base::throwIfStopped(stop);
            return counts[a].token < counts[b].token;
        });
    } else if (query.column == FrequencyModel::Count || query.column == FrequencyModel::Share) {
        rising = !rising;
    }
    if (!rising)
        std::reverse(rows.begin(), rows.end());
    return rows;
}

void FrequencyModel::setRows(std::shared_ptr<const FrequencyTable> table,
                             std::vector<std::uint32_t> rows) {
    beginResetModel();
    table_ = std::move(table);
    rows_ = std::move(rows);
    endResetModel();
}

int FrequencyModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(rows_.size());
}

int FrequencyModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant FrequencyModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((index.column() == Token ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != window::TableView::NumberRole)
        return {};
    const std::size_t i = rows_[static_cast<std::size_t>(index.row())];
    const auto& entry = table_->frequencies.counts[i];
    const bool plain = role == window::TableView::NumberRole;
    const auto percent = [&](std::uint64_t count) {
        const double all = double(std::max<std::uint64_t>(1, table_->frequencies.tokens));
        const double share = 100.0 * double(count) / all;
        return plain ? QVariant(share) : QVariant(QLocale().toString(share, 'f', 4));
    };
    const auto number = [plain](std::uint64_t count) {
        return plain ? QVariant::fromValue<qulonglong>(count)
                     : QVariant(window::formatCount(count));
    };
    switch (index.column()) {
    case Rank:
        return number(i + 1);
    case Token:
        return plain ? QVariant() : QVariant(window::visibleToken(entry.token));
    case Count:
        return number(entry.count);
    case Share:
        return percent(entry.count);
    case CumulativeShare:
        return percent(table_->cumulative[i]);
    default:
        return {};
    }
}

QVariant FrequencyModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Token ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Rank:
        return tr("Rank");
    case Token:
        return tr("Token");
    case Count:
        return tr("Count");
    case Share:
        return tr("Share %");
    case CumulativeShare:
        return tr("Cumulative share %");
    default:
        return {};
    }
}

void FrequencyModel::sort(int column, Qt::SortOrder order) {
    if (column >= 0)
        emit sortRequested(column, order);
}

} // namespace corpora
