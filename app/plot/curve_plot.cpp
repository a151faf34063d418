// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plot/curve_plot.h"

#include "app/plot/curve_view.h"
#include "app/plot/decimate.h"
#include "app/plot/save.h"
#include "app/plot/theme.h"
#include "app/plot/ticks.h"

#include <QChart>
#include <QGraphicsLayout>
#include <QLegend>
#include <QLegendMarker>
#include <QLineSeries>
#include <QLocale>
#include <QTimer>
#include <QVBoxLayout>
#include <QValueAxis>

#include <algorithm>
#include <cmath>
#include <limits>

namespace plot {

namespace {

/// A series with what is stored of it, and its picture in the chart.
struct Series {
    QString name;
    int group = 0;
    bool dashed = false;
    std::vector<Point> points;
    QLineSeries* line = nullptr;
    QString legend; ///< empty: it has no entry
};

constexpr double none = std::numeric_limits<double>::infinity();

} // namespace

struct CurvePlot::State {
    CurvePlot* plot = nullptr;
    CurveView* view = nullptr;
    QChart* chart = nullptr;
    QValueAxis* xAxis = nullptr;
    QValueAxis* yAxis = nullptr;
    QTimer timer;
    std::vector<Series> series;
    CurveRange bounds{none, -none, none, -none}; ///< of all finite points
    CurveRange range;
    bool showsAll = true; ///< the range follows the points until the person chooses one
    int drawn = 0;
    QString emptyText;

    bool hasPoints() const { return bounds.left <= bounds.right; }
    void schedule() {
        if (!timer.isActive())
            timer.start();
    }
    void include(std::span<const Point> points) {
        for (const Point& point : points) {
            if (!std::isfinite(point.y))
                continue;
            bounds.left = std::min(bounds.left, point.x);
            bounds.right = std::max(bounds.right, point.x);
            bounds.bottom = std::min(bounds.bottom, point.y);
            bounds.top = std::max(bounds.top, point.y);
        }
    }
    CurveRange everything() const {
        CurveRange all = hasPoints() ? bounds : CurveRange{};
        if (all.left == all.right) {
            all.left -= 0.5;
            all.right += 0.5;
        }
        const double margin = all.top > all.bottom ? (all.top - all.bottom) * 0.05
                                                   : std::max(0.5, std::abs(all.top) * 0.05);
        all.bottom -= margin;
        all.top += margin;
        return all;
    }
    static void setAxis(QValueAxis& axis, double low, double high, int most) {
        const double step = niceStep(high - low, most);
        axis.setTickType(QValueAxis::TicksDynamic);
        axis.setTickAnchor(0);
        // The range first: a step of another magnitude would ask for thousands of marks.
        const double before = axis.max() - axis.min();
        if (high - low > before) {
            axis.setTickInterval(step);
            axis.setRange(low, high);
        } else {
            axis.setRange(low, high);
            axis.setTickInterval(step);
        }
        axis.setLabelFormat(
            QString::fromStdString(labelFormat(std::max(std::abs(low), std::abs(high)), step)));
    }
    void applyRange() {
        if (showsAll)
            range = everything();
        const QRectF area = chart->plotArea();
        setAxis(*xAxis, range.left, range.right, std::clamp(int(area.width() / 90), 2, 12));
        setAxis(*yAxis, range.bottom, range.top, std::clamp(int(area.height() / 36), 2, 12));
        view->setRange(range);
    }
    void showInLegend(Series& entry, const QString& label) const {
        entry.legend = label;
        for (auto* marker : chart->legend()->markers(entry.line)) {
            marker->setVisible(!label.isEmpty());
            marker->setLabel(label);
        }
    }
    void redraw() {
        timer.stop();
        view->setEmptyText(hasPoints() ? QString() : emptyText + ' ');
        chart->legend()->setVisible(!series.empty() && hasPoints());
        xAxis->setVisible(hasPoints());
        yAxis->setVisible(hasPoints());
        applyRange();
        drawn = 0;
        const int columns = std::max(50, int(chart->plotArea().width()));
        for (const Series& entry : series) {
            const auto points = decimate(entry.points, range.left, range.right, columns);
            QList<QPointF> list;
            list.reserve(static_cast<qsizetype>(points.size()));
            for (const Point& point : points)
                list.emplaceBack(point.x, point.y);
            entry.line->replace(list);
            drawn += static_cast<int>(list.size());
        }
    }
    void recolor() {
        const QPalette& colors = plot->palette();
        chart->setBackgroundBrush(colors.color(QPalette::Base));
        view->setBackgroundBrush(colors.color(QPalette::Base));
        QColor grid = colors.color(QPalette::Text);
        grid.setAlphaF(0.15F);
        for (QValueAxis* axis : {xAxis, yAxis}) {
            axis->setLabelsBrush(colors.color(QPalette::Text));
            axis->setLinePenColor(colors.color(QPalette::Text));
            axis->setGridLineColor(grid);
        }
        chart->legend()->setLabelBrush(colors.color(QPalette::Text));
        for (const Series& entry : series) {
            QColor color = seriesColor(static_cast<std::size_t>(entry.group), colors);
            // A loss of single batches is noise: paler than the dashed curve that lies in it.
            if (!entry.dashed)
                color.setAlphaF(0.45F);
            QPen pen(color, entry.dashed ? 2.4 : 1.2);
            pen.setStyle(entry.dashed ? Qt::DashLine : Qt::SolidLine);
            pen.setCosmetic(true);
            entry.line->setPen(pen);
        }
    }
    std::optional<Readout> readout(double x) const {
        const QLocale locale = plot->locale();
        Readout result;
        double nearest = none;
        for (const Series& entry : series) {
            if (const Point* point = nearestPoint(entry, x)) {
                if (std::abs(point->x - x) < std::abs(nearest - x))
                    nearest = point->x;
                result.lines.push_back(
                    {CurvePlot::tr("%1: %2").arg(entry.name, locale.toString(point->y, 'g', 6)),
                     entry.line->color(), point->y});
            }
        }
        if (result.lines.empty())
            return std::nullopt;
        result.x = nearest;
        const QString axis = view->xTitle();
        const QString value = locale.toString(nearest, 'g', 10);
        result.title = axis.isEmpty() ? value : CurvePlot::tr("%1 %2").arg(axis, value);
        return result;
    }
    static const Point* nearestPoint(const Series& entry, double x) {
        const auto& points = entry.points;
        auto after = std::lower_bound(points.begin(), points.end(), x,
                                      [](const Point& point, double at) { return point.x < at; });
        if (points.empty())
            return nullptr;
        if (after == points.end() || (after != points.begin() && x - (after - 1)->x < after->x - x))
            --after;
        return &*after;
    }
    void paint(QPainter& painter) {
        view->setExporting(true);
        view->render(&painter, QRectF(QPointF(), view->size()), view->rect());
        view->setExporting(false);
    }
};

CurvePlot::CurvePlot(QWidget* parent) : QWidget(parent), state_(std::make_unique<State>()) {
    State& state = *state_;
    state.plot = this;
    state.view = new CurveView(this);
    state.chart = state.view->chart();
    state.chart->setMargins({4, 4, 4, 4});
    state.chart->layout()->setContentsMargins(0, 0, 0, 0);
    state.chart->setBackgroundRoundness(0);
    state.chart->setLocalizeNumbers(true);
    state.chart->legend()->setAlignment(Qt::AlignTop);
    state.chart->legend()->setMarkerShape(QLegend::MarkerShapeFromSeries);
    state.xAxis = new QValueAxis(state.chart);
    state.yAxis = new QValueAxis(state.chart);
    state.chart->addAxis(state.xAxis, Qt::AlignBottom);
    state.chart->addAxis(state.yAxis, Qt::AlignLeft);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(state.view);
    setFocusProxy(state.view);

    state.timer.setSingleShot(true);
    state.timer.setInterval(100);
    connect(&state.timer, &QTimer::timeout, this, [this] { state_->redraw(); });
    state.view->onRangeChosen = [this](const CurveRange& range) {
        state_->showsAll = false;
        state_->range = range;
        state_->applyRange();
        state_->schedule();
    };
    state.view->onShowAll = [this] {
        state_->showsAll = true;
        state_->applyRange();
        state_->schedule();
    };
    state.view->onAppearanceChanged = [this] {
        state_->recolor();
        state_->schedule();
    };
    state.view->readoutAt = [this](double x) { return state_->readout(x); };
    state.recolor();
    state.redraw();
}

CurvePlot::~CurvePlot() = default;

void CurvePlot::setAxisTitles(const QString& x, const QString& y) {
    state_->view->setTitles(x, y);
}

void CurvePlot::setEmptyText(const QString& text) {
    state_->emptyText = text;
    state_->schedule();
}

int CurvePlot::addSeries(const QString& name, int group, bool dashed, const QString& legend) {
    auto* line = new QLineSeries;
    line->setName(name);
    state_->chart->addSeries(line);
    // One entry for each group: a legend of every curve has no room for its names.
    for (Series& other : state_->series) {
        if (other.group == group)
            state_->showInLegend(other, {});
    }
    line->attachAxis(state_->xAxis);
    line->attachAxis(state_->yAxis);
    state_->series.push_back({name, group, dashed, {}, line, {}});
    state_->showInLegend(state_->series.back(), legend.isEmpty() ? name : legend);
    state_->recolor();
    state_->schedule();
    return seriesCount() - 1;
}

void CurvePlot::removeAllSeries() {
    state_->series.clear();
    state_->chart->removeAllSeries();
    state_->bounds = {none, -none, none, -none};
    state_->showsAll = true;
    state_->schedule();
}

void CurvePlot::append(int series, std::span<const Point> points) {
    auto& stored = state_->series[static_cast<std::size_t>(series)].points;
    stored.insert(stored.end(), points.begin(), points.end());
    state_->include(points);
    state_->schedule();
}

const std::vector<Point>& CurvePlot::points(int series) const {
    return state_->series[static_cast<std::size_t>(series)].points;
}

QStringList CurvePlot::legend() const {
    QStringList entries;
    for (const Series& entry : state_->series) {
        if (!entry.legend.isEmpty())
            entries << entry.legend;
    }
    return entries;
}

int CurvePlot::seriesCount() const {
    return static_cast<int>(state_->series.size());
}

int CurvePlot::drawnPointCount() const {
    return state_->drawn;
}

void CurvePlot::redrawNow() {
    state_->redraw();
}

void CurvePlot::savePng(const QString& path) {
    grab(); // lays out a plot that was never shown
    redrawNow();
    savePicture(path, state_->view->size(), palette().color(QPalette::Base),
                [this](QPainter& painter) { state_->paint(painter); });
}

void CurvePlot::saveSvg(const QString& path) {
    grab();
    redrawNow();
    saveDrawing(path, state_->view->size(), state_->view->yTitle(), palette().color(QPalette::Base),
                [this](QPainter& painter) { state_->paint(painter); });
}

void CurvePlot::saveCsv(const QString& path) const {
    QByteArray bytes = "series,x,y\r\n";
    for (const Series& entry : state_->series) {
        const QByteArray name = csvField(entry.name);
        for (const Point& point : entry.points)
            bytes += name + ',' + csvNumber(point.x) + ',' + csvNumber(point.y) + "\r\n";
    }
    saveBytes(path, bytes);
}

} // namespace plot
