// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDoubleSpinBox>

namespace training {

/// A number that is thought of in powers of ten: the arrows go 0.001, 0.002, 0.005, 0.01, …, and
/// it is written as short as it can be ("0.001", "1e-05"). Any number in between can be typed.
class LogSpinBox : public QDoubleSpinBox {
    Q_OBJECT
public:
    explicit LogSpinBox(QWidget* parent = nullptr);

    QString textFromValue(double value) const override;
    double valueFromText(const QString& text) const override;
    QValidator::State validate(QString& text, int& position) const override;
    void stepBy(int steps) override;
};

} // namespace training
