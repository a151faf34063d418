// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/library/run_store.h"
#include "core/tasks/train_neural.h"

#include <QDialog>

class QComboBox;
class QFormLayout;
class QLabel;
class QListWidget;
class QPushButton;
class QSpinBox;

namespace window {
class Workspace;
}

namespace training {

class LogSpinBox;

/// Asks how a run's network is to go on learning: what, from which corpora and which checkpoint, in
/// all its weights or in adapters, how fast and how long. Everything else is as the run had it.
class FineTuneDialog : public QDialog {
    Q_OBJECT
public:
    FineTuneDialog(window::Workspace& workspace, const library::Run& run,
                   QWidget* parent = nullptr);

    tasks::NeuralRequest request() const;

signals:
    void startRequested(const tasks::NeuralRequest& request);

private:
    void buildTask(QFormLayout* form);
    void buildWeights(QFormLayout* form);
    void buildSteps(QFormLayout* form);
    void buildButtons(QFormLayout* form);
    void listCorpora();
    void showTask();
    neural::TrainingTask task() const;
    bool canLearn(neural::TrainingTask task) const;
    std::vector<std::int64_t> chosen() const;

    window::Workspace& workspace_;
    library::Run run_;
    QComboBox* task_ = nullptr;
    QLabel* wanted_ = nullptr;
    QListWidget* corpora_ = nullptr;
    QComboBox* checkpoint_ = nullptr;
    QComboBox* weights_ = nullptr;
    QSpinBox* rank_ = nullptr;
    LogSpinBox* alpha_ = nullptr;
    LogSpinBox* beta_ = nullptr;
    LogSpinBox* rate_ = nullptr;
    QSpinBox* steps_ = nullptr;
    QPushButton* start_ = nullptr;
    QFormLayout* form_ = nullptr;
};

} // namespace training
