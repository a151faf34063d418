// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/inspect/inspection.h"
#include "app/jobs/job.h"
#include "app/window/page.h"

#include <QPointer>

#include <memory>

class QComboBox;
class QLabel;
class QStackedWidget;
class QTimer;

namespace plot {
class BarPlot;
} // namespace plot

namespace window {
class ExplanationPanel;
class Workspace;
} // namespace window

namespace inspect {

class LabelPanel;
class TokenEditor;

/// Every token of a text coloured by its surprisal, and what the model knew at each.
class InspectPage : public window::Page {
    Q_OBJECT
public:
    explicit InspectPage(window::Workspace& workspace, QWidget* parent = nullptr);

    bool stopWork() override;
    void find() override;
    QVariant saveState() const override;
    void restoreState(const QVariant& state) override;

    TokenEditor* editor() const { return editor_; }

private:
    QWidget* makeEmptyState();
    QWidget* makeBody();
    QWidget* makeDetail();
    void reload();
    void openModel();
    void score();
    void showDetail(int token);
    void showFigures(const TokenDetail& detail);
    void showTotals();

    window::Workspace* workspace_;
    QStackedWidget* stack_;
    QComboBox* models_;
    TokenEditor* editor_;
    QLabel* totals_;
    QLabel* figures_;
    window::ExplanationPanel* arithmetic_;
    plot::BarPlot* alternatives_;
    LabelPanel* labels_;
    QStackedWidget* right_;
    QTimer* typing_;
    QTimer* hovering_;
    int hovered_ = -1;
    std::int64_t wanted_ = 0; ///< the model that is being opened, or open
    std::shared_ptr<const lm::LanguageModel> model_;
    QPointer<jobs::Job> scoring_;
    QPointer<jobs::Job> detailing_;
};

} // namespace inspect
