// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/prune.h"

#include <QDialog>

class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ngrams {

/// Asks what is to be left out of a model, and what the rest is to be called.
class PruneDialog final : public QDialog {
    Q_OBJECT
public:
    /// A model without counts can be pruned by entropy alone.
    explicit PruneDialog(const QString& model, bool hasCounts, QWidget* parent = nullptr);
    ngram::PruneSpec spec() const;
    std::string name() const;

private:
    void update();

    QLineEdit* counts_ = nullptr;
    QDoubleSpinBox* exponent_ = nullptr;
    QLineEdit* name_ = nullptr;
    QLabel* why_ = nullptr;
    QPushButton* prune_ = nullptr;
};

} // namespace ngrams
