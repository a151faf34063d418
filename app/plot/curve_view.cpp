// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plot/curve_view.h"

#include "app/plot/curve_plot.h"

#include <QChart>
#include <QGraphicsLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace plot {

namespace {

constexpr int narrowest = 200;

} // namespace

CurveView::CurveView(QWidget* parent) : QChartView(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setRenderHint(QPainter::Antialiasing);
    setLowest(140);
    setAccessibleName(CurvePlot::tr("Curves"));
}

void CurveView::setLowest(int height) {
    lowest_ = height;
    setMinimumSize(narrowest, lowest_);
}

void CurveView::setRange(const CurveRange& range) {
    range_ = range;
    viewport()->update();
}

void CurveView::setEmptyText(const QString& text) {
    emptyText_ = text;
    viewport()->update();
}

void CurveView::setTitles(const QString& x, const QString& y) {
    xTitle_ = x;
    yTitle_ = y;
    fitMargins();
}

void CurveView::setShowsXTitle(bool shows) {
    showsXTitle_ = shows;
    fitMargins();
}

void CurveView::setExtraMargins(int left, int right) {
    if (left == extraLeft_ && right == extraRight_)
        return;
    extraLeft_ = left;
    extraRight_ = right;
    fitMargins();
}

void CurveView::fitMargins() {
    const int line = fontMetrics().height() + 4;
    const int halfLabel = fontMetrics().horizontalAdvance(QStringLiteral("00")); // at the end of x
    const int halfLine = fontMetrics().height() / 2;                             // at the top of y
    chart()->setMargins({(yTitle_.isEmpty() ? 4 : line) + extraLeft_, halfLine,
                         halfLabel + extraRight_, xTitle_.isEmpty() || !showsXTitle_ ? 4 : line});
    chart()->layout()->activate(); // whoever lines plots up measures again at once
    viewport()->update();
}

void CurveView::setMarker(std::optional<double> x, double place) {
    marker_ = x;
    markerPlace_ = place;
    viewport()->update();
}

void CurveView::setGuestCursor(std::optional<double> place) {
    guest_ = place;
    viewport()->update();
}

double CurveView::placeAt(double x) const {
    const QRectF area = chart()->plotArea();
    return range_.left + (x - area.left()) / area.width() * (range_.right - range_.left);
}

double CurveView::pixelOf(double place) const {
    const QRectF area = chart()->plotArea();
    return area.left() + (place - range_.left) / (range_.right - range_.left) * area.width();
}

void CurveView::zoom(QPointF at, double factor, Qt::Orientations axes) {
    const QRectF area = chart()->plotArea();
    if (!area.isValid() || !onRangeChosen || !emptyText_.isEmpty())
        return;
    const double xShare = std::clamp((at.x() - area.left()) / area.width(), 0.0, 1.0);
    const double yShare = std::clamp((area.bottom() - at.y()) / area.height(), 0.0, 1.0);
    CurveRange range = range_;
    // Beyond this the axis has no numbers that differ.
    const auto zoomAxis = [factor](double& low, double& high, double share) {
        const double anchor = low + (high - low) * share;
        const double span = (high - low) * factor;
        if (span < 1e-9 * std::max({1e-6, std::abs(low), std::abs(high)}) || span > 1e15)
            return;
        low = anchor - span * share;
        high = low + span;
    };
    if (axes & Qt::Horizontal)
        zoomAxis(range.left, range.right, xShare);
    if (axes & Qt::Vertical)
        zoomAxis(range.bottom, range.top, yShare);
    onRangeChosen(range);
}

void CurveView::pan(QPointF pixels) {
    const QRectF area = chart()->plotArea();
    if (!area.isValid() || !onRangeChosen || !emptyText_.isEmpty())
        return;
    const double dx = -pixels.x() / area.width() * (range_.right - range_.left);
    const double dy = pixels.y() / area.height() * (range_.top - range_.bottom);
    onRangeChosen({range_.left + dx, range_.right + dx, range_.bottom + dy, range_.top + dy});
}

void CurveView::wheelEvent(QWheelEvent* event) {
    const double turned =
        event->angleDelta().y() != 0 ? event->angleDelta().y() : event->angleDelta().x();
    const Qt::Orientations axes = event->modifiers() & Qt::ControlModifier ? Qt::Horizontal
                                  : event->modifiers() & Qt::ShiftModifier
                                      ? Qt::Vertical
                                      : Qt::Horizontal | Qt::Vertical;
    zoom(event->position(), std::pow(0.8, turned / 120), axes);
    event->accept();
}

void CurveView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        dragged_ = pressed_ = event->position();
        viewport()->setCursor(Qt::ClosedHandCursor);
    }
}

void CurveView::mouseMoveEvent(QMouseEvent* event) {
    pointer_ = event->position();
    if (dragged_ && event->buttons() & Qt::LeftButton) {
        pan(event->position() - *dragged_);
        dragged_ = event->position();
    }
    viewport()->update();
    if (onPointerMoved && emptyText_.isEmpty())
        onPointerMoved(chart()->plotArea().contains(*pointer_)
                           ? std::optional(placeAt(pointer_->x()))
                           : std::nullopt);
}

void CurveView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        constexpr double still = 3; // pixels: a hand is not
        const bool moved = (event->position() - pressed_).manhattanLength() > still;
        if (dragged_ && !moved && onClicked && emptyText_.isEmpty() &&
            chart()->plotArea().contains(event->position()))
            onClicked(placeAt(event->position().x()));
        dragged_.reset();
        viewport()->unsetCursor();
    }
}

void CurveView::mouseDoubleClickEvent(QMouseEvent* event) {
    dragged_.reset();
    viewport()->unsetCursor();
    if (event->button() == Qt::LeftButton && onShowAll)
        onShowAll();
}

void CurveView::keyPressEvent(QKeyEvent* event) {
    const QRectF area = chart()->plotArea();
    const QPointF step(area.width() / 10, area.height() / 10);
    switch (event->key()) {
    case Qt::Key_Left:
        return pan({step.x(), 0});
    case Qt::Key_Right:
        return pan({-step.x(), 0});
    case Qt::Key_Up:
        return pan({0, step.y()});
    case Qt::Key_Down:
        return pan({0, -step.y()});
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoom(area.center(), 0.8, Qt::Horizontal | Qt::Vertical);
    case Qt::Key_Minus:
        return zoom(area.center(), 1.25, Qt::Horizontal | Qt::Vertical);
    case Qt::Key_0:
    case Qt::Key_Home:
        if (onShowAll)
            onShowAll();
        return;
    default:
        event->ignore();
    }
}

void CurveView::leaveEvent(QEvent* event) {
    QChartView::leaveEvent(event);
    pointer_.reset();
    viewport()->update();
    if (onPointerMoved)
        onPointerMoved(std::nullopt);
}

void CurveView::resizeEvent(QResizeEvent* event) {
    QChartView::resizeEvent(event);
    // Qt Charts makes what the chart's margins leave no room for the view's minimum, for ever:
    // lining plots up would widen the window without end.
    setMinimumSize(narrowest, lowest_);
    if (onAppearanceChanged)
        onAppearanceChanged();
}

void CurveView::changeEvent(QEvent* event) {
    QChartView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitMargins();
    if (event->type() == QEvent::PaletteChange && onAppearanceChanged)
        onAppearanceChanged();
}

void CurveView::drawForeground(QPainter* painter, const QRectF&) {
    // The scene's units are the view's pixels: the chart fills the view.
    if (!emptyText_.isEmpty()) {
        painter->setPen(palette().color(QPalette::PlaceholderText));
        painter->drawText(sceneRect().adjusted(24, 24, -24, -24),
                          Qt::AlignCenter | Qt::TextWordWrap, emptyText_);
    } else {
        drawTitles(*painter, chart()->plotArea());
        drawMarker(*painter, chart()->plotArea());
        if (!exporting_)
            drawCrosshair(*painter, chart()->plotArea());
    }
    if (hasFocus() && !exporting_) {
        painter->setPen(palette().color(QPalette::Highlight));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(sceneRect().adjusted(0.5, 0.5, -1, -1));
    }
}

void CurveView::drawTitles(QPainter& painter, const QRectF& area) const {
    painter.save();
    painter.setPen(palette().color(QPalette::Text));
    const double line = fontMetrics().height();
    const QRectF all = sceneRect();
    if (showsXTitle_)
        painter.drawText(QRectF(area.left(), all.bottom() - line - 2, area.width(), line),
                         Qt::AlignCenter, xTitle_);
    // Beside the axis, and where that is too short beyond its ends: nothing else stands there.
    const QFontMetricsF metrics(painter.font());
    const QString title = metrics.elidedText(yTitle_, Qt::ElideRight, all.height());
    const double width = metrics.horizontalAdvance(title);
    const double top = std::clamp(area.center().y() - width / 2, all.top(), all.bottom() - width);
    painter.translate(2, top + width);
    painter.rotate(-90);
    painter.drawText(QRectF(0, 0, width, line), Qt::AlignVCenter | Qt::TextDontClip, title);
    painter.restore();
}

void CurveView::drawMarker(QPainter& painter, const QRectF& area) const {
    const double x = pixelOf(markerPlace_);
    if (!marker_ || !(x >= area.left() && x <= area.right()))
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = palette().color(QPalette::Text);
    painter.setPen(QPen(color, 1.5));
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF({{x - 5, area.top()}, {x + 5, area.top()}, {x, area.top() + 7}}));
    painter.restore();
}

void CurveView::drawCrosshair(QPainter& painter, const QRectF& area) const {
    const bool own = pointer_ && area.contains(*pointer_);
    if (!readoutAt || !(own || guest_))
        return;
    const auto readout = readoutAt(own ? placeAt(pointer_->x()) : *guest_);
    if (!readout)
        return;
    const double x = pixelOf(readout->x);
    QColor line = palette().color(QPalette::Text);
    line.setAlphaF(0.5F);
    painter.setPen(QPen(line, 0, Qt::DashLine));
    if (x >= area.left() && x <= area.right())
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    if (own)
        painter.drawLine(QPointF(area.left(), pointer_->y()), QPointF(area.right(), pointer_->y()));
    if (own)
        return drawReadout(painter, area, *readout, *pointer_);
    Readout untitled = *readout; // the title stands where the pointer is
    untitled.title.clear();
    drawReadout(painter, area, untitled, QPointF(pixelOf(*guest_), area.center().y()));
}

void CurveView::drawReadout(QPainter& painter, const QRectF& area, const Readout& readout,
                            QPointF beside) const {
    const double x = pixelOf(readout.x);
    const QFontMetricsF metrics(painter.font());
    double width = metrics.horizontalAdvance(readout.title);
    for (const auto& entry : readout.lines)
        width = std::max(width, metrics.horizontalAdvance(entry.text) + 16);
    const double lineHeight = metrics.height() + 2;
    const std::size_t lines = readout.lines.size() + (readout.title.isEmpty() ? 0 : 1);
    QRectF box(0, 0, width + 14, lineHeight * static_cast<double>(lines) + 8);
    // Beside the pointer, on the side where there is room.
    box.moveLeft(beside.x() + 14 + box.width() > area.right() ? beside.x() - 14 - box.width()
                                                              : beside.x() + 14);
    const QRectF all = sceneRect();
    box.moveTop(std::clamp(beside.y() - box.height() / 2, all.top() + 1,
                           std::max(all.top() + 1, all.bottom() - box.height() - 1)));
    painter.setPen(palette().color(QPalette::Mid));
    painter.setBrush(palette().color(QPalette::ToolTipBase));
    painter.drawRoundedRect(box, 3, 3);
    const QColor ink = palette().color(QPalette::ToolTipText);
    QRectF row(box.left() + 7, box.top() + 4, width, lineHeight);
    painter.setPen(ink);
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, readout.title);
    if (readout.title.isEmpty())
        row.translate(0, -lineHeight);
    for (const auto& entry : readout.lines) {
        row.translate(0, lineHeight);
        painter.fillRect(QRectF(row.left(), row.center().y() - 4, 9, 9), entry.color);
        painter.drawText(row.adjusted(16, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, entry.text);
        const double y = area.bottom() -
                         (entry.y - range_.bottom) / (range_.top - range_.bottom) * area.height();
        if (y >= area.top() && y <= area.bottom() && x >= area.left() && x <= area.right()) {
            painter.setBrush(entry.color);
            painter.drawEllipse(QPointF(x, y), 3.5, 3.5);
        }
    }
}

} // namespace plot
