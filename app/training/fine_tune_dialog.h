// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/fine_tuning_base.h"
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

/// Asks how a network is to go on learning: which, what, from which corpora and which checkpoint,
/// in all its weights or in adapters, how fast and how long. Everything else is as it was trained
/// before.
class FineTuneDialog : public QDialog {
    Q_OBJECT
public:
    /// Of at least one; the first is chosen.
    FineTuneDialog(window::Workspace& workspace, std::vector<FineTuningBase> bases,
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
    void showBase();
    void showTask();
    const FineTuningBase& base() const;
    neural::TrainingTask task() const;
    bool canLearn(neural::TrainingTask task) const;
    std::vector<std::int64_t> chosen() const;

    window::Workspace& workspace_;
    std::vector<FineTuningBase> bases_;
    QComboBox* model_ = nullptr;
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
