// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/jobs/job.h"
#include "app/plot/curve_plot.h"
#include "core/tasks/test_rates.h"

#include <QDialog>
#include <QPointer>

#include <vector>

class QLabel;
class QPushButton;
class QSpinBox;

namespace window {
class Workspace;
}

namespace training {

class LogSpinBox;

/// The learning rate range test: the rate grows from step to step, the loss is drawn over it, and a
/// rate is suggested. A click into the curve, or the field, chooses another.
class RateDialog : public QDialog {
    Q_OBJECT
public:
    RateDialog(window::Workspace& workspace, tasks::NeuralRequest request,
               QWidget* parent = nullptr);
    ~RateDialog() override;

signals:
    void chosen(double rate);

private:
    void addRange();
    void addPlot();
    void addChoice();
    void startOrStop();
    void draw(const std::vector<neural::RatePoint>& points);
    void onDone(const tasks::RateTest& test);
    void onEnded(const QString& said);
    void choose(double rate);

    window::Workspace& workspace_;
    tasks::NeuralRequest request_;
    QPointer<jobs::Job> job_;
    int test_ = 0; ///< counts them
    std::vector<neural::RatePoint> points_;
    LogSpinBox* lowest_ = nullptr;
    LogSpinBox* highest_ = nullptr;
    QSpinBox* steps_ = nullptr;
    QPushButton* start_ = nullptr;
    plot::CurvePlot* plot_ = nullptr;
    QLabel* said_ = nullptr;
    LogSpinBox* rate_ = nullptr;
    QPushButton* use_ = nullptr;
};

} // namespace training
