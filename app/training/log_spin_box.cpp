// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/log_spin_box.h"

#include <array>
#include <cmath>

namespace training {

namespace {

/// The number `places` of 1, 2, 5, 10, 20, … counted from 1.
double rung(int places) {
    constexpr std::array<double, 3> mantissas{1, 2, 5};
    const int decade = places >= 0 ? places / 3 : (places - 2) / 3;
    return mantissas[static_cast<std::size_t>(places - 3 * decade)] * std::pow(10.0, decade);
}

} // namespace

LogSpinBox::LogSpinBox(QWidget* parent) : QDoubleSpinBox(parent) {
    setDecimals(12); // QDoubleSpinBox rounds to these
    setAlignment(Qt::AlignRight | Qt::AlignVCenter);
}

QString LogSpinBox::textFromValue(double value) const {
    return locale().toString(value, 'g', 6);
}

double LogSpinBox::valueFromText(const QString& text) const {
    return locale().toDouble(text.trimmed());
}

QValidator::State LogSpinBox::validate(QString& text, int& /*position*/) const {
    bool ok = false;
    const double value = locale().toDouble(text.trimmed(), &ok);
    return ok && value >= minimum() && value <= maximum() ? QValidator::Acceptable
                                                          : QValidator::Intermediate;
}

void LogSpinBox::stepBy(int steps) {
    // Half a rung of tolerance, so that 0.001 counts as 0.001 whatever its last bits are.
    constexpr double tolerance = 1e-9;
    int place = static_cast<int>(std::floor(std::log10(value()))) * 3;
    while (rung(place + 1) <= value() * (1 + tolerance))
        ++place;
    const bool onRung = std::abs(rung(place) / value() - 1) < tolerance;
    if (steps < 0 && !onRung)
        ++place;
    setValue(rung(place + steps));
    selectAll();
}

} // namespace training
