// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QDoubleSpinBox;
class QSlider;

namespace ngrams {

/// One parameter of an estimator: its symbol, a slider to feel it and a box for the number.
class ParameterSlider final : public QWidget {
    Q_OBJECT
public:
    enum class Scale { Linear, Logarithmic };
    /// `owner` is the estimator's title, for a screen reader.
    ParameterSlider(const QString& symbol, const QString& owner, const QString& tip, Scale scale,
                    double smallest, double largest, QWidget* parent = nullptr);

    double value() const;
    /// Without edited().
    void setValue(double value);

signals:
    /// A person moved it.
    void edited();

private:
    int positionOf(double value) const;
    double valueAt(int position) const;

    Scale scale_;
    double smallest_;
    double largest_;
    QSlider* slider_;
    QDoubleSpinBox* number_;
};

} // namespace ngrams
