// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/plot/ticks.h"

#include <QCategoryAxis>
#include <QLocale>

class QPalette;

namespace plot {

/// An axis of curves: Qt Charts is given places, and marks with their text, so that linear and
/// logarithmic scales are drawn alike.
class CurveAxis final : public QCategoryAxis {
public:
    explicit CurveAxis(QObject* parent);

    void setScale(Scale scale) {
        scale_ = scale;
        marks_ = {}; // the same values have other places
    }
    Scale scale() const { return scale_; }
    /// From place to place, with at most so many marks.
    void showRange(double low, double high, int mostMarks, const QLocale& locale);
    void setColors(const QPalette& palette);

private:
    Scale scale_ = Scale::Linear;
    Marks marks_;
};

} // namespace plot
