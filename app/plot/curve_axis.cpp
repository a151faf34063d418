// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plot/curve_axis.h"

#include <QPalette>

namespace plot {

CurveAxis::CurveAxis(QObject* parent) : QCategoryAxis(parent) {
    setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
}

void CurveAxis::showRange(double low, double high, int mostMarks, const QLocale& locale) {
    const Marks marks = marksBetween(low, high, scale_, mostMarks);
    setRange(low, high);
    if (marks == marks_)
        return;
    marks_ = marks;
    for (const QString& label : categoriesLabels())
        remove(label);
    // A line is drawn where the first category starts, too: out of sight.
    setStartValue(low - 2 * (high - low));
    for (const double value : marks.values)
        append(locale.toString(value, marks.format.kind, marks.format.decimals),
               placeOf(value, scale_));
}

void CurveAxis::setColors(const QPalette& palette) {
    QColor grid = palette.color(QPalette::Text);
    grid.setAlphaF(0.15F);
    setLabelsBrush(palette.color(QPalette::Text));
    setLinePenColor(palette.color(QPalette::Text));
    setGridLineColor(grid);
}

} // namespace plot
