// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/estimator_parameters.h"

#include "app/ngrams/parameter_slider.h"
#include "app/window/names.h"

#include <QLabel>
#include <QVBoxLayout>

#include <array>

namespace ngrams {

EstimatorParameters::EstimatorParameters(const std::string& estimator, QWidget* parent)
    : QWidget(parent), estimator_(estimator) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    makeSliders();
    for (ParameterSlider* slider : sliders_) {
        layout->addWidget(slider);
        connect(slider, &ParameterSlider::edited, this, [this] {
            byHand_ = true;
            emit edited();
        });
    }
    if (!isEstimated())
        return;
    auto* reach = new QLabel(ngram::discountsOf(estimator) > 0 ? tr("Set by hand: for all orders")
                                                               : tr("Set by hand: for every "
                                                                    "history"));
    reach->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(reach);
}

bool EstimatorParameters::isEstimated() const {
    return !isEmpty() && estimator_ != "add-k" && estimator_ != "stupid-backoff";
}

void EstimatorParameters::makeSliders() {
    using Scale = ParameterSlider::Scale;
    const auto add = [&](const QString& symbol, const QString& tip, Scale scale, double smallest,
                         double largest, double value) {
        auto* slider = new ParameterSlider(symbol, window::estimatorTitle(estimator_), tip, scale,
                                           smallest, largest);
        slider->setObjectName(QString::fromStdString(estimator_ + "-") + symbol);
        slider->setValue(value);
        sliders_.push_back(slider);
    };
    const std::size_t discounts = ngram::discountsOf(estimator_);
    if (estimator_ == "add-k")
        add(QStringLiteral("k"), tr("What is added to every count (the slider is logarithmic)"),
            Scale::Logarithmic, 0.0001, 1000, ngram::EstimatorSpec{}.k);
    if (estimator_ == "stupid-backoff")
        add(QStringLiteral("α"), tr("What the shorter history's score is multiplied by"),
            Scale::Linear, 0, 1, ngram::EstimatorSpec{}.alpha);
    if (estimator_ == "jelinek-mercer")
        add(QStringLiteral("λ"),
            tr("The share of the longest history's relative frequency; the rest goes to the "
               "shorter one. Set by hand, it holds for every history"),
            Scale::Linear, 0, 1, 0.5);
    if (discounts == 1)
        add(QStringLiteral("D"),
            tr("What is taken from every count. Set by hand, it holds for "
               "all orders"),
            Scale::Linear, 0, 1, 0.5);
    if (discounts == 3) {
        const std::array<QString, 3> tips{
            tr("What is taken from counts of 1. Set by hand, it holds for all orders"),
            tr("What is taken from counts of 2. Set by hand, it holds for all orders"),
            tr("What is taken from counts of 3 and more. Set by hand, it holds for all orders")};
        for (std::size_t i = 0; i < discounts; ++i)
            add(QStringLiteral("D%1%2").arg(i + 1).arg(i == 2 ? "+" : ""), tips[i], Scale::Linear,
                0, static_cast<double>(i + 1), static_cast<double>(i + 1) / 2);
    }
}

void EstimatorParameters::setByHand(bool byHand) {
    byHand_ = byHand;
    if (byHand || isEmpty() || isEstimated())
        return;
    sliders_[0]->setValue(estimator_ == "add-k" ? ngram::EstimatorSpec{}.k
                                                : ngram::EstimatorSpec{}.alpha);
}

void EstimatorParameters::setSpec(const ngram::EstimatorSpec& spec) {
    setByHand(false);
    std::vector<double> values;
    if (spec.discounts.size() == 1)
        values = spec.discounts[0];
    else if (spec.lambda)
        values = {*spec.lambda};
    else if (estimator_ == "add-k" && spec.k != ngram::EstimatorSpec{}.k)
        values = {spec.k};
    else if (estimator_ == "stupid-backoff" && spec.alpha != ngram::EstimatorSpec{}.alpha)
        values = {spec.alpha};
    if (values.size() != sliders_.size() || values.empty())
        return;
    byHand_ = true;
    for (std::size_t i = 0; i < values.size(); ++i)
        sliders_[i]->setValue(values[i]);
}

ngram::EstimatorSpec EstimatorParameters::spec() const {
    ngram::EstimatorSpec spec{estimator_};
    if (!byHand_)
        return spec;
    std::vector<double> values;
    for (const ParameterSlider* slider : sliders_)
        values.push_back(slider->value());
    if (estimator_ == "add-k")
        spec.k = values[0];
    else if (estimator_ == "stupid-backoff")
        spec.alpha = values[0];
    else if (estimator_ == "jelinek-mercer")
        spec.lambda = values[0];
    else
        spec.discounts = {values};
    return spec;
}

void EstimatorParameters::showEstimated(std::span<const double> values) {
    if (byHand_ || values.size() != sliders_.size())
        return;
    for (std::size_t i = 0; i < values.size(); ++i)
        sliders_[i]->setValue(values[i]);
}

} // namespace ngrams
