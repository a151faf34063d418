// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/estimator.h"

#include <QObject>

#include <map>
#include <string>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;

namespace ngrams {

class EstimatorParameters;

/// The rows of a form that say how counts become probabilities: the estimator, what it does, and
/// its k, discounts, λ or α. Owned by the form's widget.
class EstimatorFields final : public QObject {
    Q_OBJECT
public:
    explicit EstimatorFields(QFormLayout* form);

    void choose(const std::string& estimator);
    ngram::EstimatorSpec spec() const;

signals:
    void edited();

private:
    static QString help(const std::string& estimator);
    std::string chosen() const;
    void update();
    /// Wrapped texts are not in a window's least height: it would squeeze the rows that are shown.
    void makeRoom() const;

    QFormLayout* form_;
    QComboBox* estimator_;
    QLabel* help_;
    QCheckBox* byHand_; ///< for those whose parameters the counts can say
    std::map<std::string, EstimatorParameters*> parameters_;
};

} // namespace ngrams
