// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plot/curve_stack.h"

#include "app/plot/save.h"

#include <QPainter>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace plot {

namespace {

constexpr int tallest = 3; ///< how many times the height of the others

} // namespace

CurveStack::CurveStack(QWidget* parent)
    : QWidget(parent), splitter_(new QSplitter(Qt::Vertical, this)) {
    splitter_->setChildrenCollapsible(false);
    splitter_->setHandleWidth(3);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter_);
    settled_.setSingleShot(true);
    settled_.setInterval(20);
    connect(&settled_, &QTimer::timeout, this, &CurveStack::lineUp);
}

CurvePlot* CurveStack::addPlot() {
    auto* plot = new CurvePlot(this);
    splitter_->addWidget(plot);
    splitter_->setStretchFactor(static_cast<int>(parts_.size()), parts_.empty() ? tallest : 1);
    parts_.push_back({plot, {}, Scale::Linear, true, {0, 0}});
    connect(plot, &CurvePlot::redrawn, this, [this] {
        shareBounds();
        settled_.start();
    });
    connect(plot, &CurvePlot::clicked, this, &CurveStack::clicked);
    const auto toOthers = [this, plot](auto act) {
        return [this, plot, act](auto... values) {
            for (const Part& part : parts_)
                if (part.plot != plot)
                    act(part.plot, values...);
        };
    };
    connect(plot, &CurvePlot::cursorMoved, this,
            toOthers([](CurvePlot* other, std::optional<double> at) { other->setCursor(at); }));
    connect(plot, &CurvePlot::horizontalRangeChosen, this,
            toOthers([](CurvePlot* other, double left, double right) {
                other->showHorizontalRange(left, right);
            }));
    connect(plot, &CurvePlot::allShown, this, toOthers([](CurvePlot* other) { other->showAll(); }));
    arrange();
    return plot;
}

CurveStack::Part& CurveStack::partOf(const CurvePlot* plot) {
    return *std::find_if(parts_.begin(), parts_.end(),
                         [plot](const Part& part) { return part.plot == plot; });
}

void CurveStack::setPlotShown(CurvePlot* plot, bool shown) {
    partOf(plot).shown = shown;
    plot->setVisible(shown);
    arrange();
}

void CurveStack::arrange() {
    const CurvePlot* lowest = nullptr;
    for (const Part& part : parts_)
        lowest = part.shown ? part.plot : lowest;
    for (const Part& part : parts_) {
        part.plot->setCompact(part.plot != parts_.front().plot, part.plot == lowest);
        part.plot->setAxisTitles(xTitle_, part.yTitle);
    }
}

void CurveStack::setXScale(Scale scale) {
    xScale_ = scale;
    for (const Part& part : parts_)
        part.plot->setScales(xScale_, part.yScale);
}

void CurveStack::setYScale(CurvePlot* plot, Scale scale) {
    partOf(plot).yScale = scale;
    plot->setScales(xScale_, scale);
}

void CurveStack::setXTitle(const QString& title) {
    xTitle_ = title;
    arrange();
}

void CurveStack::setYTitle(CurvePlot* plot, const QString& title) {
    partOf(plot).yTitle = title;
    arrange();
}

void CurveStack::setMarker(std::optional<double> x) {
    for (const Part& part : parts_)
        part.plot->setMarker(x);
}

/// One x axis over all that the plots hold.
void CurveStack::shareBounds() {
    std::optional<std::pair<double, double>> bounds;
    for (const Part& part : parts_)
        if (const auto own = part.plot->horizontalBounds())
            bounds = bounds ? std::pair(std::min(bounds->first, own->first),
                                        std::max(bounds->second, own->second))
                            : *own;
    for (const Part& part : parts_)
        part.plot->shareHorizontalBounds(bounds);
}

/// The axes' rectangles one below the other.
void CurveStack::lineUp() {
    std::pair<int, int> widest(0, 0);
    for (const Part& part : parts_) {
        if (!part.shown || !part.plot->horizontalBounds())
            continue;
        const auto [left, right] = part.plot->sideMargins();
        widest = {std::max(widest.first, left - part.extra.first),
                  std::max(widest.second, right - part.extra.second)};
    }
    for (Part& part : parts_) {
        if (!part.plot->horizontalBounds())
            continue; // it has no axes, whose numbers take room
        const auto [left, right] = part.plot->sideMargins();
        const std::pair extra(std::max(widest.first - (left - part.extra.first), 0),
                              std::max(widest.second - (right - part.extra.second), 0));
        if (extra == part.extra)
            continue;
        part.extra = extra;
        part.plot->setExtraMargins(extra.first, extra.second);
        settled_.start(); // and look again
    }
}

void CurveStack::paint(QPainter& painter) {
    for (const Part& part : parts_) {
        if (!part.shown)
            continue;
        const QPoint corner = part.plot->mapTo(this, QPoint());
        part.plot->paintPicture(painter, QRectF(corner, part.plot->size()));
    }
}

void CurveStack::savePng(const QString& path) {
    grab(); // lays out what was never shown
    for (const Part& part : parts_)
        part.plot->redrawNow();
    savePicture(path, size(), palette().color(QPalette::Base),
                [this](QPainter& painter) { paint(painter); });
}

void CurveStack::saveSvg(const QString& path) {
    grab();
    for (const Part& part : parts_)
        part.plot->redrawNow();
    saveDrawing(path, size(), parts_.front().yTitle, palette().color(QPalette::Base),
                [this](QPainter& painter) { paint(painter); });
}

void CurveStack::saveCsv(const QString& path) const {
    QByteArray lines;
    for (const Part& part : parts_)
        if (part.shown)
            lines += part.plot->csvLines();
    saveBytes(path, "series,x,y\r\n" + lines);
}

} // namespace plot
