// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tasks/train_ngram.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QSpinBox;

namespace window {
class Workspace;
}

namespace ngrams {

/// Asks what an n-gram model is to be trained on, and how.
class TrainForm final : public QDialog {
    Q_OBJECT
public:
    explicit TrainForm(window::Workspace& workspace, QWidget* parent = nullptr);
    tasks::NgramRequest request() const;

private:
    QWidget* makeCorpora();
    QWidget* makeTokenizer();
    QWidget* makeModel();
    void listCorpora();
    void update();

    window::Workspace& workspace_;
    QListWidget* corpora_ = nullptr;
    QWidget* noCorpora_ = nullptr;
    QComboBox* kind_ = nullptr;
    QLabel* kindHelp_ = nullptr;
    QComboBox* unit_ = nullptr;
    QCheckBox* foldCase_ = nullptr;
    QSpinBox* order_ = nullptr;
    QComboBox* estimator_ = nullptr;
    QLabel* estimatorHelp_ = nullptr;
    QDoubleSpinBox* k_ = nullptr;
    QComboBox* cut_ = nullptr;
    QSpinBox* cutValue_ = nullptr;
    QLineEdit* name_ = nullptr;
    QLabel* why_ = nullptr;
    QPushButton* train_ = nullptr;
};

} // namespace ngrams
