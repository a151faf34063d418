// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tasks/train_ngram.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace window {
class TextFields;
class Workspace;
} // namespace window

namespace ngrams {

class EstimatorFields;

/// Asks what an n-gram model is to be trained on, and how.
class TrainForm final : public QDialog {
    Q_OBJECT
public:
    explicit TrainForm(window::Workspace& workspace, QWidget* parent = nullptr);
    tasks::NgramRequest request() const;

private:
    QWidget* makeModel();
    void update();

    window::Workspace& workspace_;
    window::TextFields* text_ = nullptr;
    QSpinBox* order_ = nullptr;
    EstimatorFields* estimator_ = nullptr;
    QLineEdit* name_ = nullptr;
    QLabel* why_ = nullptr;
    QPushButton* train_ = nullptr;
};

} // namespace ngrams
