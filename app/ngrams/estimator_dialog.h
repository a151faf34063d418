// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/estimator.h"

#include <QDialog>

#include <string>

class QLineEdit;

namespace ngrams {

class EstimatorFields;

/// Asks by what another model is to be made from a model's counts, and what it is to be called.
class EstimatorDialog final : public QDialog {
    Q_OBJECT
public:
    /// `model` is the model's name, `own` the estimator that it has.
    EstimatorDialog(const QString& model, const std::string& own, QWidget* parent = nullptr);
    ngram::EstimatorSpec spec() const;
    /// Empty: made from the model's and the estimator's.
    std::string name() const;

private:
    EstimatorFields* estimator_ = nullptr;
    QLineEdit* name_ = nullptr;
};

} // namespace ngrams
