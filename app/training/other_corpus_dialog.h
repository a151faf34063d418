// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/library/run_store.h"
#include "core/tasks/train_neural.h"

#include <QDialog>

class QComboBox;
class QListWidget;
class QPushButton;
class QSpinBox;

namespace window {
class Workspace;
}

namespace training {

class LogSpinBox;

/// Asks how a run's network is to learn from another text: which, from which checkpoint, how fast
/// and how long. Everything else is as the run had it.
class OtherCorpusDialog : public QDialog {
    Q_OBJECT
public:
    OtherCorpusDialog(window::Workspace& workspace, const library::Run& run,
                      QWidget* parent = nullptr);

    tasks::NeuralRequest request() const;

signals:
    void startRequested(const tasks::NeuralRequest& request);

private:
    void listCorpora();
    std::vector<std::int64_t> chosen() const;

    window::Workspace& workspace_;
    library::Run run_;
    QListWidget* corpora_;
    QComboBox* checkpoint_;
    LogSpinBox* rate_;
    QSpinBox* steps_;
    QPushButton* start_;
};

} // namespace training
