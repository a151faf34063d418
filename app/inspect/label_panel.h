// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/jobs/job.h"
#include "core/tasks/label_report.h"

#include <QPointer>
#include <QWidget>

#include <memory>

class QComboBox;
class QLabel;
class QPushButton;

namespace plot {
class BarPlot;
class Heatmap;
} // namespace plot

namespace window {
class Workspace;
}

namespace inspect {

/// What a model that has learnt labels tells of a text, and how often it is right about the rows of
/// a table.
class LabelPanel : public QWidget {
    Q_OBJECT
public:
    explicit LabelPanel(window::Workspace& workspace, QWidget* parent = nullptr);

    /// Nothing where the model has learnt no labels.
    void setModel(std::shared_ptr<const lm::LanguageModel> model);
    bool hasLabels() const { return labeller() != nullptr; }
    void setText(const QString& text);
    /// Whether there was anything to stop.
    bool stopWork();

private:
    const lm::Labeller* labeller() const;
    QWidget* makeReport();
    void listCorpora();
    void evaluate();
    void showReport(const tasks::LabelReport& report);
    void clearReport();

    window::Workspace& workspace_;
    std::shared_ptr<const lm::LanguageModel> model_;
    plot::BarPlot* bars_;
    QComboBox* corpora_;
    QPushButton* evaluate_;
    QLabel* result_;
    plot::Heatmap* confusion_;
    QPointer<jobs::Job> telling_;
    QPointer<jobs::Job> evaluating_;
};

} // namespace inspect
