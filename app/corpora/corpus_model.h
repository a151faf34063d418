// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/library/corpus_store.h"

#include <QAbstractTableModel>

#include <vector>

namespace corpora {

/// The library's corpora as a table. SortRole gives what a column sorts by.
class CorpusModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, Size, Documents, Tokens, Types, Encoding, BadBytes, State, ColumnCount };
    enum Role { SortRole = Qt::UserRole, IdRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setCorpora(std::vector<library::Corpus> corpora);
    const std::vector<library::Corpus>& corpora() const { return corpora_; }
    const library::Corpus* find(std::int64_t id) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<library::Corpus> corpora_;
};

} // namespace corpora
