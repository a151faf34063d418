// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/parameter_slider.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include <algorithm>
#include <cmath>

namespace ngrams {

namespace {
constexpr int positions = 1000;
constexpr int decimals = 4;
} // namespace

ParameterSlider::ParameterSlider(const QString& symbol, const QString& owner, const QString& tip,
                                 Scale scale, double smallest, double largest, QWidget* parent)
    : QWidget(parent),
      scale_(scale),
      smallest_(smallest),
      largest_(largest),
      slider_(new QSlider(Qt::Horizontal)),
      number_(new QDoubleSpinBox) {
    auto* label = new QLabel(symbol);
    label->setBuddy(number_);
    label->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("D3+ ")));
    slider_->setRange(0, positions);
    slider_->setSingleStep(positions / 100);
    slider_->setPageStep(positions / 20);
    slider_->setAccessibleName(tr("%1, %2, slider").arg(owner, symbol));
    number_->setDecimals(decimals);
    number_->setRange(smallest, largest);
    number_->setSingleStep(0.01);
    if (scale == Scale::Logarithmic)
        number_->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    number_->setAlignment(Qt::AlignRight);
    number_->setAccessibleName(tr("%1, %2").arg(owner, symbol));
    for (QWidget* widget : {static_cast<QWidget*>(label), static_cast<QWidget*>(slider_),
                            static_cast<QWidget*>(number_)})
        widget->setToolTip(tip);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(label);
    layout->addWidget(slider_, 1);
    layout->addWidget(number_);

    connect(slider_, &QSlider::valueChanged, this, [this](int position) {
        const QSignalBlocker blocker(number_);
        number_->setValue(valueAt(position));
        emit edited();
    });
    connect(number_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        const QSignalBlocker blocker(slider_);
        slider_->setValue(positionOf(value));
        emit edited();
    });
}

double ParameterSlider::value() const {
    return number_->value();
}

void ParameterSlider::setValue(double value) {
    const QSignalBlocker ofSlider(slider_);
    const QSignalBlocker ofNumber(number_);
    number_->setValue(value);
    slider_->setValue(positionOf(value));
}

int ParameterSlider::positionOf(double value) const {
    const double share = scale_ == Scale::Linear
                             ? (value - smallest_) / (largest_ - smallest_)
                             : std::log(value / smallest_) / std::log(largest_ / smallest_);
    return static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * positions));
}

double ParameterSlider::valueAt(int position) const {
    const double share = static_cast<double>(position) / positions;
    return scale_ == Scale::Linear ? smallest_ + share * (largest_ - smallest_)
                                   : smallest_ * std::pow(largest_ / smallest_, share);
}

} // namespace ngrams
