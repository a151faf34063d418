// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/compare/comparison_model.h"
#include "app/jobs/job.h"
#include "app/window/page.h"
#include "core/corpus/document.h"
#include "core/lm/language_model.h"

#include <QPointer>

#include <memory>
#include <vector>

class QComboBox;
class QLabel;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace plot {
class BarPlot;
} // namespace plot

namespace window {
class TableView;
class Workspace;
} // namespace window

namespace compare {

/// Several models read one text; a table and bars say which of them was surprised least.
class ComparePage : public window::Page {
    Q_OBJECT
public:
    explicit ComparePage(window::Workspace& workspace, QWidget* parent = nullptr);

    bool stopWork() override;
    void find() override;
    QVariant saveState() const override;
    void restoreState(const QVariant& state) override;
    const ComparisonModel& results() const { return *results_; }

private:
    QWidget* makeEmptyState();
    QWidget* makeBody();
    void reloadModels();
    void reloadCorpora();
    void reloadDocuments();
    void compare();
    void score(int generation, const Result& row, std::shared_ptr<const lm::LanguageModel> model);
    void take(Result result);
    /// What failed, and why a perplexity is infinite.
    void showState();
    void showBars();

    window::Workspace* workspace_;
    QStackedWidget* stack_;
    QListWidget* models_;
    QComboBox* source_;
    QComboBox* documentChooser_;
    QPlainTextEdit* text_;
    QPushButton* compare_;
    QLabel* state_;
    window::TableView* table_;
    ComparisonModel* results_;
    plot::BarPlot* bars_;
    std::vector<corpus::Document> documents_;
    int generation_ = 0; ///< of the comparison: what an older one still hands over is dropped
    std::vector<QPointer<jobs::Job>> jobs_;
};

} // namespace compare
