// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/estimator.h"

#include <QWidget>

#include <span>
#include <string>
#include <vector>

namespace ngrams {

class ParameterSlider;

/// What one estimator has to set: a slider for k, α, λ, or each discount. What nobody has touched
/// is estimated from the counts, or has its usual value.
class EstimatorParameters final : public QWidget {
    Q_OBJECT
public:
    explicit EstimatorParameters(const std::string& estimator, QWidget* parent = nullptr);

    /// Whether it has nothing to set.
    bool isEmpty() const { return sliders_.empty(); }
    /// Whether the counts say what nobody has set.
    bool isEstimated() const;
    bool isByHand() const { return byHand_; }
    /// Without edited(). False restores the usual value of what is not estimated.
    void setByHand(bool byHand);
    /// By hand where the values are not what they would be otherwise. The estimator must be this
    /// one. Discounts that differ from order to order are not shown.
    void setSpec(const ngram::EstimatorSpec& spec);
    ngram::EstimatorSpec spec() const;
    /// Shows what the counts say, unless a person has set it. One for each slider, or none.
    void showEstimated(std::span<const double> values);

signals:
    /// A person moved something, which is by hand now.
    void edited();

private:
    void makeSliders();

    std::string estimator_;
    std::vector<ParameterSlider*> sliders_;
    bool byHand_ = false;
};

} // namespace ngrams
