// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lm/score.h"

#include <QAbstractTableModel>
#include <QString>

#include <cstdint>
#include <vector>

namespace compare {

/// What one model said of the text.
struct Result {
    std::int64_t model = 0;
    QString name;
    QString kind; ///< as the library writes it
    lm::ScoreSummary summary;
    double seconds = 0;
    QString error; ///< why there is no score; empty where there is
};

/// Results as rows, a model each. Sorts itself: there are never many.
class ComparisonModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        Name,
        Kind,
        Tokens,
        Unknown,
        Perplexity,
        PerplexityWithoutUnknown,
        BitsPerByte,
        Time,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    void clear();
    /// Takes the place of an older result of the same model.
    void add(Result result);
    const std::vector<Result>& results() const { return results_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    void resort();

    std::vector<Result> results_;
    int column_ = -1;
    Qt::SortOrder order_ = Qt::AscendingOrder;
};

} // namespace compare
