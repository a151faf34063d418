// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ngrams/open_table.h"
#include "app/ngrams/table_model.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QProgressBar;
class QSpinBox;
class QToolButton;

namespace jobs {
class Job;
}
namespace plot {
class BarPlot;
}
namespace window {
class TableView;
class Workspace;
} // namespace window

namespace ngrams {

class RowDetails;

/// The probability table with its filters, the distribution of the chosen history, and the details
/// of the chosen row.
class TableTab final : public QWidget {
    Q_OBJECT
public:
    explicit TableTab(window::Workspace& workspace, QWidget* parent = nullptr);

    void setTable(OpenTablePointer open);
    /// Filters by a history and shows this n-gram, be it in the table or not.
    void showNgram(const std::vector<text::TokenId>& history, text::TokenId next);
    void focusFilter();
    /// Stops the search that runs; false where none does.
    bool stop();

private:
    QWidget* makeTable();
    QWidget* makePager();
    QWidget* makeSide();
    void query();
    void showRows(std::optional<ngram::TableRows> rows);
    /// What stands first, while the rest is still being looked through.
    void showFirst(const ngram::FirstRowsSoFar& first);
    void showCounts();
    void showRow(const ngram::TableRow& row);
    void showDistribution(const std::vector<text::TokenId>& history);

    window::Workspace& workspace_;
    OpenTablePointer open_;
    TableModel model_;
    ngram::TableQuery asked_; ///< the filter texts are read when the typing rests
    QTimer rest_;
    QPointer<jobs::Job> search_;
    QPointer<jobs::Job> distributionJob_;
    bool choosesFirst_ = false; ///< a model was opened: its first row is chosen for the person
    int searchNumber_ = 0;      ///< answers to older questions are dropped
    int firstShown_ = 0;        ///< the search whose first rows are shown
    double looked_ = 1;         ///< the share of the table that they are from
    bool restoring_ = false;    ///< the chosen row is chosen again after a reset
    int distributionNumber_ = 0;
    ngram::TableRow chosen_;
    std::vector<text::TokenId> barTokens_;
    QLineEdit* historyFilter_ = nullptr;
    QLineEdit* nextFilter_ = nullptr;
    QLabel* counts_ = nullptr;
    QProgressBar* busy_ = nullptr;
    QWidget* pager_ = nullptr;
    QSpinBox* pages_ = nullptr;
    QToolButton* previous_ = nullptr;
    QToolButton* following_ = nullptr;
    window::TableView* view_ = nullptr;
    plot::BarPlot* bars_ = nullptr;
    RowDetails* details_ = nullptr;
};

} // namespace ngrams
