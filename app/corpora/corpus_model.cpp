// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/corpora/corpus_model.h"

#include "app/window/text.h"

#include <algorithm>

namespace corpora {

void CorpusModel::setCorpora(std::vector<library::Corpus> corpora) {
    beginResetModel();
    corpora_ = std::move(corpora);
    endResetModel();
}

const library::Corpus* CorpusModel::find(std::int64_t id) const {
    const auto found = std::find_if(corpora_.begin(), corpora_.end(),
                                    [id](const auto& corpus) { return corpus.id == id; });
    return found == corpora_.end() ? nullptr : &*found;
}

int CorpusModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(corpora_.size());
}

int CorpusModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CorpusModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const auto& corpus = corpora_[static_cast<std::size_t>(index.row())];
    const bool isText =
        index.column() == Name || index.column() == Encoding || index.column() == State;
    if (role == IdRole)
        return qint64(corpus.id);
    if (role == Qt::TextAlignmentRole)
        return int((isText ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != SortRole)
        return {};
    const auto number = [role](std::uint64_t value, bool known) -> QVariant {
        if (role == SortRole)
            return quint64(value);
        return known ? window::formatCount(value) : QString();
    };
    switch (index.column()) {
    case Name:
        return window::toQString(corpus.name);
    case Size:
        return role == SortRole ? QVariant(quint64(corpus.bytes))
                                : QVariant(window::formatBytes(corpus.bytes));
    case Documents:
        return number(corpus.documentCount, true);
    case Tokens:
        return number(corpus.tokens, corpus.ready);
    case Types:
        return number(corpus.types, corpus.ready);
    case Encoding:
        return window::toQString(corpus.encodings);
    case BadBytes:
        return number(corpus.replaced, corpus.ready);
    case State:
        return corpus.ready ? tr("Ready") : tr("Importing…");
    default:
        return {};
    }
}

QVariant CorpusModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    const bool isText = section == Name || section == Encoding || section == State;
    if (role == Qt::TextAlignmentRole)
        return int((isText ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == BadBytes)
        return tr("Byte sequences that could not be decoded; each is shown as �");
    if (role == Qt::ToolTipRole && (section == Tokens || section == Types))
        return tr("By the words tokenizer");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case Size:
        return tr("Size");
    case Documents:
        return tr("Documents");
    case Tokens:
        return tr("Tokens");
    case Types:
        return tr("Types");
    case Encoding:
        return tr("Encoding");
    case BadBytes:
        return tr("Bad bytes");
    case State:
        return tr("State");
    default:
        return {};
    }
}

} // namespace corpora
