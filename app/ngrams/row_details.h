// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ngrams/open_table.h"
#include "core/tasks/prepare_tokens.h"

#include <QPointer>
#include <QWidget>

class QLabel;

namespace jobs {
class Job;
}
namespace window {
class Workspace;
}

namespace ngrams {

class OccurrenceView;

/// About one n-gram: the division behind its probability, and where it stands in the corpus.
class RowDetails final : public QWidget {
    Q_OBJECT
public:
    explicit RowDetails(window::Workspace& workspace, QWidget* parent = nullptr);

    void setTable(OpenTablePointer open);
    void showRow(const ngram::TableRow& row);
    void clear();
    void stop();
    QString divisionText() const;

private:
    void findLines(const std::vector<text::TokenId>& ngram);
    void goTo(const QString& document, quint64 byteOffset);

    window::Workspace& workspace_;
    OpenTablePointer open_;
    std::shared_ptr<const tasks::PreparedTokens> tokens_; ///< opened at the first row
    QPointer<jobs::Job> job_;
    int asked_ = 0; ///< number of the newest question; answers to older ones are dropped
    QLabel* division_ = nullptr;
    QLabel* found_ = nullptr;
    OccurrenceView* lines_ = nullptr;
};

} // namespace ngrams
