// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plot/curve_plot_state.h"

#include "app/plot/decimate.h"
#include "app/plot/theme.h"

#include <QChart>
#include <QLegend>
#include <QLegendMarker>
#include <QLineSeries>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>

namespace plot {

namespace {

constexpr double none = std::numeric_limits<double>::infinity();

const Point* nearestPoint(const CurveSeries& entry, double x) {
    const auto& points = entry.points;
    auto after = std::lower_bound(points.begin(), points.end(), x,
                                  [](const Point& point, double at) { return point.x < at; });
    if (points.empty())
        return nullptr;
    if (after == points.end() || (after != points.begin() && x - (after - 1)->x < after->x - x))
        --after;
    return &*after;
}

QPen penOf(const CurveSeries& entry, const QPalette& colors) {
    QColor color = seriesColor(static_cast<std::size_t>(entry.group), colors);
    // A loss of single batches is noise: paler than the curves that lie in it.
    if (entry.stroke == Stroke::Pale)
        color.setAlphaF(0.45F);
    QPen pen(color, entry.stroke == Stroke::Pale ? 1.2 : entry.stroke == Stroke::Full ? 1.8 : 2.4);
    pen.setStyle(entry.stroke == Stroke::Dashed   ? Qt::DashLine
                 : entry.stroke == Stroke::Dotted ? Qt::DotLine
                                                  : Qt::SolidLine);
    pen.setCosmetic(true);
    return pen;
}

} // namespace

void CurvePlot::State::forgetBounds() {
    bounds = {none, -none, none, -none};
}

void CurvePlot::State::include(std::span<const Point> points) {
    for (const Point& point : points) {
        const double x = placeOf(point.x, xAxis->scale());
        const double y = placeOf(point.y, yAxis->scale());
        if (!std::isfinite(x) || !std::isfinite(y))
            continue;
        bounds.left = std::min(bounds.left, x);
        bounds.right = std::max(bounds.right, x);
        bounds.bottom = std::min(bounds.bottom, y);
        bounds.top = std::max(bounds.top, y);
    }
}

CurveRange CurvePlot::State::everything() const {
    CurveRange all = hasPoints() ? bounds : CurveRange{};
    if (hasPoints() && sharedBounds) {
        all.left = std::min(all.left, sharedBounds->first);
        all.right = std::max(all.right, sharedBounds->second);
    }
    if (all.left == all.right) {
        all.left -= 0.5;
        all.right += 0.5;
    }
    // A constant is seen in the middle of a range of its own size.
    const double ofConstant = all.top == 0 ? 0.5 : std::abs(all.top) * 0.5;
    const double usual = yAxis->scale() == Scale::Linear ? ofConstant : 0.05; // an eighth
    const double margin = all.top > all.bottom ? (all.top - all.bottom) * 0.05 : usual;
    all.bottom -= margin;
    all.top += margin;
    return all;
}

bool CurvePlot::State::hasValues(const CurveRange& wanted) const {
    constexpr double most = 300;
    const auto holds = [](const CurveAxis& axis, double low, double high) {
        return axis.scale() == Scale::Linear || (low > -most && high < most);
    };
    return holds(*xAxis, wanted.left, wanted.right) && holds(*yAxis, wanted.bottom, wanted.top);
}

void CurvePlot::State::applyRange() {
    const CurveRange all = everything();
    if (showsAllX) {
        range.left = all.left;
        range.right = all.right;
    }
    if (showsAllY) {
        range.bottom = all.bottom;
        range.top = all.top;
    }
    const QRectF area = chart->plotArea();
    const QLocale locale = plot->locale();
    xAxis->showRange(range.left, range.right, std::clamp(int(area.width() / 90), 2, 12), locale);
    yAxis->showRange(range.bottom, range.top, std::clamp(int(area.height() / 36), 2, 12), locale);
    view->setRange(range);
}

void CurvePlot::State::showInLegend(CurveSeries& entry, const QString& label) const {
    entry.legend = label;
    for (auto* marker : chart->legend()->markers(entry.line)) {
        marker->setVisible(!label.isEmpty());
        marker->setLabel(label);
    }
}

void CurvePlot::State::redraw() {
    timer.stop();
    view->setEmptyText(hasPoints() ? QString() : emptyText + ' ');
    chart->legend()->setVisible(!compact && !series.empty() && hasPoints());
    xAxis->setVisible(hasPoints());
    yAxis->setVisible(hasPoints());
    applyRange();
    drawn = 0;
    const int columns = std::max(50, int(chart->plotArea().width()));
    const Scale x = xAxis->scale();
    const Scale y = yAxis->scale();
    for (const CurveSeries& entry : series) {
        const auto points =
            decimate(entry.points, valueAt(range.left, x), valueAt(range.right, x), columns, x, y);
        QList<QPointF> list;
        list.reserve(static_cast<qsizetype>(points.size()));
        for (const Point& point : points)
            list.emplaceBack(placeOf(point.x, x), placeOf(point.y, y));
        entry.line->replace(list);
        drawn += static_cast<int>(list.size());
    }
    emit plot->redrawn();
}

void CurvePlot::State::recolor() const {
    const QPalette& colors = plot->palette();
    chart->setBackgroundBrush(colors.color(QPalette::Base));
    view->setBackgroundBrush(colors.color(QPalette::Base));
    xAxis->setColors(colors);
    yAxis->setColors(colors);
    chart->legend()->setLabelBrush(colors.color(QPalette::Text));
    for (const CurveSeries& entry : series)
        entry.line->setPen(penOf(entry, colors));
}

std::optional<Readout> CurvePlot::State::readout(double place) const {
    const QLocale locale = plot->locale();
    const double x = valueAt(place, xAxis->scale());
    Readout result;
    double nearest = none;
    for (const CurveSeries& entry : series) {
        if (const Point* point = nearestPoint(entry, x)) {
            if (std::abs(point->x - x) < std::abs(nearest - x))
                nearest = point->x;
            result.lines.push_back(
                {CurvePlot::tr("%1: %2").arg(entry.name, locale.toString(point->y, 'g', 6)),
                 entry.line->color(), placeOf(point->y, yAxis->scale())});
        }
    }
    if (result.lines.empty())
        return std::nullopt;
    result.x = placeOf(nearest, xAxis->scale());
    const QString axis = view->xTitle();
    const QString value = locale.toString(nearest, 'g', 10);
    result.title = axis.isEmpty() ? value : CurvePlot::tr("%1 %2").arg(axis, value);
    return result;
}

} // namespace plot
