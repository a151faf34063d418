// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plot/curve_plot.h"

#include "app/plot/curve_plot_state.h"
#include "app/plot/save.h"

#include <QChart>
#include <QGraphicsLayout>
#include <QLegend>
#include <QLineSeries>
#include <QPainter>
#include <QVBoxLayout>

#include <cmath>

namespace plot {

CurvePlot::CurvePlot(QWidget* parent) : QWidget(parent), state_(std::make_unique<State>()) {
    State& state = *state_;
    state.plot = this;
    state.view = new CurveView(this);
    state.chart = state.view->chart();
    state.chart->setMargins({4, 4, 4, 4});
    state.chart->layout()->setContentsMargins(0, 0, 0, 0);
    state.chart->setBackgroundRoundness(0);
    state.chart->legend()->setAlignment(Qt::AlignTop);
    state.chart->legend()->setMarkerShape(QLegend::MarkerShapeFromSeries);
    state.xAxis = new CurveAxis(state.chart);
    state.yAxis = new CurveAxis(state.chart);
    state.chart->addAxis(state.xAxis, Qt::AlignBottom);
    state.chart->addAxis(state.yAxis, Qt::AlignLeft);
    state.forgetBounds();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(state.view);
    setFocusProxy(state.view);

    state.timer.setSingleShot(true);
    state.timer.setInterval(100);
    connect(&state.timer, &QTimer::timeout, this, [this] { state_->redraw(); });
    state.view->onRangeChosen = [this](const CurveRange& range) {
        if (!state_->hasValues(range))
            return;
        const bool sideways =
            range.left != state_->range.left || range.right != state_->range.right;
        state_->showsAllX = state_->showsAllY = false;
        state_->range = range;
        state_->applyRange();
        state_->schedule();
        if (sideways)
            emit horizontalRangeChosen(range.left, range.right);
    };
    state.view->onShowAll = [this] {
        showAll();
        emit allShown();
    };
    state.view->onAppearanceChanged = [this] {
        state_->recolor();
        state_->schedule();
    };
    // How many numbers an axis has depends on what they leave of the room.
    connect(state.chart, &QChart::plotAreaChanged, this, [this] { state_->schedule(); });
    state.view->readoutAt = [this](double place) { return state_->readout(place); };
    state.view->onPointerMoved = [this](std::optional<double> place) { emit cursorMoved(place); };
    state.view->onClicked = [this](double place) {
        emit clicked(valueAt(place, state_->xAxis->scale()));
    };
    state.recolor();
    state.redraw();
}

CurvePlot::~CurvePlot() = default;

void CurvePlot::setAxisTitles(const QString& x, const QString& y) {
    state_->view->setTitles(x, y);
}

QString CurvePlot::yTitle() const {
    return state_->view->yTitle();
}

void CurvePlot::setEmptyText(const QString& text) {
    state_->emptyText = text;
    state_->schedule();
}

void CurvePlot::setScales(Scale x, Scale y) {
    const std::optional<double> marked = marker();
    state_->xAxis->setScale(x);
    state_->yAxis->setScale(y);
    state_->forgetBounds();
    state_->sharedBounds.reset();
    for (const CurveSeries& entry : state_->series)
        state_->include(entry.points);
    setMarker(marked);
    showAll();
}

void CurvePlot::setCompact(bool compact, bool xLabels) {
    constexpr int usual = 140;
    // Less, and Qt Charts cuts the numbers down to an ellipsis.
    const int small = xLabels ? 122 : 84;
    state_->view->setLowest(compact ? small : usual);
    state_->compact = compact;
    state_->xLabels = xLabels;
    state_->xAxis->setLabelsVisible(xLabels);
    state_->view->setShowsXTitle(xLabels);
    state_->schedule();
}

int CurvePlot::addSeries(const QString& name, int group, Stroke stroke, const QString& legend) {
    auto* line = new QLineSeries;
    line->setName(name);
    state_->chart->addSeries(line);
    // One entry for each group: a legend of every curve has no room for its names.
    for (CurveSeries& other : state_->series) {
        if (other.group == group)
            state_->showInLegend(other, {});
    }
    line->attachAxis(state_->xAxis);
    line->attachAxis(state_->yAxis);
    state_->series.push_back({name, group, stroke, {}, line, {}});
    state_->showInLegend(state_->series.back(), legend.isEmpty() ? name : legend);
    state_->recolor();
    state_->schedule();
    return seriesCount() - 1;
}

void CurvePlot::removeAllSeries() {
    state_->series.clear();
    state_->chart->removeAllSeries();
    state_->forgetBounds();
    showAll();
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
    for (const CurveSeries& entry : state_->series) {
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

void CurvePlot::setMarker(std::optional<double> x) {
    const double place = x ? placeOf(*x, state_->xAxis->scale()) : 0;
    state_->view->setMarker(x, place);
}

std::optional<double> CurvePlot::marker() const {
    return state_->view->marker();
}

void CurvePlot::setCursor(std::optional<double> place) {
    state_->view->setGuestCursor(place);
}

std::pair<double, double> CurvePlot::horizontalRange() const {
    return {state_->range.left, state_->range.right};
}

std::optional<std::pair<double, double>> CurvePlot::horizontalBounds() const {
    if (!state_->hasPoints())
        return std::nullopt;
    return std::pair(state_->bounds.left, state_->bounds.right);
}

void CurvePlot::shareHorizontalBounds(std::optional<std::pair<double, double>> bounds) {
    if (state_->sharedBounds == bounds)
        return;
    state_->sharedBounds = bounds;
    state_->schedule();
}

void CurvePlot::showHorizontalRange(double left, double right) {
    state_->showsAllX = false;
    state_->range.left = left;
    state_->range.right = right;
    state_->applyRange();
    state_->schedule();
}

void CurvePlot::showAll() {
    state_->showsAllX = state_->showsAllY = true;
    state_->applyRange();
    state_->schedule();
}

std::pair<int, int> CurvePlot::sideMargins() const {
    const QRectF area = state_->chart->plotArea();
    return {static_cast<int>(std::lround(area.left())),
            static_cast<int>(std::lround(state_->chart->size().width() - area.right()))};
}

void CurvePlot::setExtraMargins(int left, int right) {
    state_->view->setExtraMargins(left, right);
}

void CurvePlot::paintPicture(QPainter& painter, const QRectF& target) {
    state_->view->setExporting(true);
    state_->view->render(&painter, target, state_->view->rect());
    state_->view->setExporting(false);
}

void CurvePlot::savePng(const QString& path) {
    grab(); // lays out a plot that was never shown
    redrawNow();
    savePicture(path, size(), palette().color(QPalette::Base),
                [this](QPainter& painter) { paintPicture(painter, rect()); });
}

void CurvePlot::saveSvg(const QString& path) {
    grab();
    redrawNow();
    saveDrawing(path, size(), state_->view->yTitle(), palette().color(QPalette::Base),
                [this](QPainter& painter) { paintPicture(painter, rect()); });
}

QByteArray CurvePlot::csvLines() const {
    QByteArray bytes;
    for (const CurveSeries& entry : state_->series) {
        const QByteArray name = csvField(entry.name);
        for (const Point& point : entry.points)
            bytes += name + ',' + csvNumber(point.x) + ',' + csvNumber(point.y) + "\r\n";
    }
    return bytes;
}

void CurvePlot::saveCsv(const QString& path) const {
    saveBytes(path, "series,x,y\r\n" + csvLines());
}

} // namespace plot
