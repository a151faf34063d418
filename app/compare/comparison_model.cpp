// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compare/comparison_model.h"

#include "app/window/text.h"

#include <algorithm>

namespace compare {

namespace {

bool isText(int column) {
    return column == ComparisonModel::Name || column == ComparisonModel::Kind;
}

double figure(const Result& result, int column) {
    switch (column) {
    case ComparisonModel::Tokens:
        return double(result.summary.tokens);
    case ComparisonModel::Unknown:
        return double(result.summary.oov);
    case ComparisonModel::Perplexity:
        return result.summary.perplexity();
    case ComparisonModel::PerplexityWithoutUnknown:
        return result.summary.perplexityExcludingOov();
    case ComparisonModel::BitsPerByte:
        return result.summary.bitsPerByte();
    default:
        return result.seconds;
    }
}

} // namespace

void ComparisonModel::clear() {
    beginResetModel();
    results_.clear();
    endResetModel();
}

void ComparisonModel::add(Result result) {
    beginResetModel();
    std::erase_if(results_, [&](const Result& old) { return old.model == result.model; });
    results_.push_back(std::move(result));
    resort();
    endResetModel();
}

void ComparisonModel::sort(int column, Qt::SortOrder order) {
    beginResetModel();
    column_ = column;
    order_ = order;
    resort();
    endResetModel();
}

void ComparisonModel::resort() {
    if (column_ < 0)
        return;
    std::stable_sort(results_.begin(), results_.end(), [this](const Result& a, const Result& b) {
        const Result& first = order_ == Qt::AscendingOrder ? a : b;
        const Result& second = order_ == Qt::AscendingOrder ? b : a;
        if (column_ == Name)
            return first.name.localeAwareCompare(second.name) < 0;
        if (column_ == Kind)
            return first.kind < second.kind;
        return figure(first, column_) < figure(second, column_);
    });
}

int ComparisonModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(results_.size());
}

int ComparisonModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ComparisonModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const Result& result = results_[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole)
        return int((isText(index.column()) ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && !result.error.isEmpty())
        return result.error;
    if (role == Qt::ToolTipRole && result.summary.pseudo && index.column() >= Perplexity &&
        index.column() <= BitsPerByte)
        return tr("Pseudo: each token is predicted by what stands on both sides of it. Not to be "
                  "compared with models that read from the left.");
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Name:
        return result.name;
    case Kind:
        return result.kind == QLatin1String("ngram")     ? tr("n-gram")
               : result.kind == QLatin1String("mixture") ? tr("mixture")
                                                         : tr("neural");
    default:
        break;
    }
    if (!result.error.isEmpty())
        return index.column() == Tokens ? tr("failed") : QString();
    switch (index.column()) {
    case Tokens:
        return window::formatCount(result.summary.tokens);
    case Unknown:
        return window::formatCount(result.summary.oov);
    case Time:
        return QLocale().toString(result.seconds, 'f', 3);
    default:
        break;
    }
    const QString number = window::formatNumber(figure(result, index.column()), 5);
    return result.summary.pseudo ? tr("%1 (pseudo)").arg(number) : number;
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((isText(section) ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Model");
    case Kind:
        return tr("Kind");
    case Tokens:
        return tr("Tokens");
    case Unknown:
        return tr("Unknown tokens");
    case Perplexity:
        return tr("Perplexity");
    case PerplexityWithoutUnknown:
        return tr("Perplexity without unknown");
    case BitsPerByte:
        return tr("Bits per byte");
    case Time:
        return tr("Time (s)");
    default:
        return {};
    }
}

} // namespace compare
