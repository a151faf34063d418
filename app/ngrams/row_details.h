// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ngrams/open_table.h"

#include <QWidget>

class QLabel;

namespace window {
class ExplanationPanel;
class Workspace;
} // namespace window

namespace ngrams {

/// About one n-gram: the division behind its probability, its arithmetic level by level, and where
/// it stands in the corpus.
class RowDetails final : public QWidget {
    Q_OBJECT
public:
    explicit RowDetails(window::Workspace& workspace, QWidget* parent = nullptr);

    void setTable(OpenTablePointer open);
    void showRow(const ngram::TableRow& row);
    void clear();
    /// What stands there while there is no row.
    void setHint(const QString& hint);
    void stop();
    QString divisionText() const;

private:
    OpenTablePointer open_;
    QString hint_;
    QLabel* division_ = nullptr;
    window::ExplanationPanel* arithmetic_ = nullptr;
};

} // namespace ngrams
