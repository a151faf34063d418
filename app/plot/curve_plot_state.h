// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/plot/curve_axis.h"
#include "app/plot/curve_plot.h"
#include "app/plot/curve_view.h"

#include <QTimer>

class QChart;
class QLineSeries;

namespace plot {

/// A series with what is stored of it, and its picture in the chart.
struct CurveSeries {
    QString name;
    int group = 0;
    Stroke stroke = Stroke::Pale;
    std::vector<Point> points;
    QLineSeries* line = nullptr;
    QString legend; ///< empty: it has no entry
};

/// What a CurvePlot keeps and draws. Bounds and ranges are in places on the axes (scale.h).
struct CurvePlot::State {
    CurvePlot* plot = nullptr;
    CurveView* view = nullptr;
    QChart* chart = nullptr;
    CurveAxis* xAxis = nullptr;
    CurveAxis* yAxis = nullptr;
    QTimer timer;
    std::vector<CurveSeries> series;
    CurveRange bounds; ///< of all points that have a place; left > right: of none
    std::optional<std::pair<double, double>> sharedBounds; ///< of other plots, left and right
    CurveRange range;
    bool showsAllX = true; ///< the range follows the points until the person chooses one
    bool showsAllY = true;
    bool compact = false;
    bool xLabels = true;
    int drawn = 0;
    QString emptyText;

    void forgetBounds();
    bool hasPoints() const { return bounds.left <= bounds.right; }
    void schedule() {
        if (!timer.isActive())
            timer.start();
    }
    void include(std::span<const Point> points);
    CurveRange everything() const;
    /// Whether the range's ends are numbers: ten to the power of a place may be none.
    bool hasValues(const CurveRange& wanted) const;
    void applyRange();
    void showInLegend(CurveSeries& entry, const QString& label) const;
    void redraw();
    void recolor() const;
    std::optional<Readout> readout(double place) const;
};

} // namespace plot
