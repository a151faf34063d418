// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plot/heatmap_canvas.h"

#include "app/plot/heatmap.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace plot {

HeatmapCanvas::HeatmapCanvas(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(220, 180);
    setAccessibleName(Heatmap::tr("Heatmap"));
}

void HeatmapCanvas::setData(HeatmapData data) {
    data_ = std::move(data);
    current_ = hovered_ = {-1, -1};
    setAccessibleDescription({});
    measure();
    showAll();
}

void HeatmapCanvas::setAxisTitles(const QString& rows, const QString& columns) {
    rowTitle_ = rows;
    columnTitle_ = columns;
    update();
}

void HeatmapCanvas::setEmptyText(const QString& text) {
    emptyText_ = text;
    update();
}

void HeatmapCanvas::measure() {
    const auto widest = [this](const QStringList& labels) {
        int width = 0;
        for (const QString& label : labels.first(std::min<qsizetype>(labels.size(), 500)))
            width = std::max(width, fontMetrics().horizontalAdvance(label));
        return std::min(width + 4, 110); // fractions of a pixel must not cut a label short
    };
    labelWidth_ = widest(data_.rows);
    columnLabelWidth_ = widest(data_.columns);
    lowText_.clear();
    highText_.clear();
    if (!isEmpty()) {
        const auto [low, high] = std::minmax_element(data_.values.begin(), data_.values.end());
        lowText_ = data_.texts[static_cast<std::size_t>(low - data_.values.begin())];
        highText_ = data_.texts[static_cast<std::size_t>(high - data_.values.begin())];
    }
}

void HeatmapCanvas::clampView() {
    const auto limit = [this](double corner, qsizetype count) {
        return std::clamp(corner, 0.0, static_cast<double>(count) * (1 - 1 / zoom_));
    };
    corner_ = {limit(corner_.x(), data_.columns.size()), limit(corner_.y(), data_.rows.size())};
}

void HeatmapCanvas::showAll() {
    zoom_ = 1;
    corner_ = {};
    update();
}

void HeatmapCanvas::zoomAt(QPointF position, double factor) {
    if (isEmpty())
        return;
    const Geometry before = geometry(size());
    // A cell of 200 pixels is as large as it need be.
    const double most = std::max(1.0, 200 * zoom_ / std::min(before.width, before.height));
    const QPointF in(
        std::clamp(position.x(), before.cells.left(), before.cells.right()) - before.cells.left(),
        std::clamp(position.y(), before.cells.top(), before.cells.bottom()) - before.cells.top());
    const QPointF anchor(corner_.x() + in.x() / before.width, corner_.y() + in.y() / before.height);
    zoom_ = std::clamp(zoom_ * factor, 1.0, most);
    const Geometry after = geometry(size());
    corner_ = {anchor.x() - in.x() / after.width, anchor.y() - in.y() / after.height};
    clampView();
    update();
}

void HeatmapCanvas::panBy(QPointF pixels) {
    if (isEmpty())
        return;
    const Geometry place = geometry(size());
    corner_ -= QPointF(pixels.x() / place.width, pixels.y() / place.height);
    clampView();
    update();
}

QPoint HeatmapCanvas::cellAt(QPointF position) const {
    const Geometry place = geometry(size());
    if (isEmpty() || !place.cells.contains(position))
        return {-1, -1};
    const int column = static_cast<int>(
        std::floor(corner_.x() + (position.x() - place.cells.left()) / place.width));
    const int row = static_cast<int>(
        std::floor(corner_.y() + (position.y() - place.cells.top()) / place.height));
    return column < data_.columns.size() && row < data_.rows.size() ? QPoint(column, row)
                                                                    : QPoint(-1, -1);
}

QString HeatmapCanvas::sentence(QPoint cell) const {
    return Heatmap::tr("Row %1, column %2: %3")
        .arg(data_.rows[cell.y()], data_.columns[cell.x()],
             data_.texts[data_.at(cell.y(), cell.x())]);
}

void HeatmapCanvas::setCurrent(QPoint cell, bool tell) {
    if (isEmpty())
        return;
    current_ = {std::clamp(cell.x(), 0, static_cast<int>(data_.columns.size()) - 1),
                std::clamp(cell.y(), 0, static_cast<int>(data_.rows.size()) - 1)};
    // Brings the cell into view.
    const auto follow = [this](double corner, int at, qsizetype count) {
        const double visible = static_cast<double>(count) / zoom_;
        return std::clamp(corner, at + 1 - visible, static_cast<double>(at));
    };
    corner_ = {follow(corner_.x(), current_.x(), data_.columns.size()),
               follow(corner_.y(), current_.y(), data_.rows.size())};
    clampView();
    setAccessibleDescription(sentence(current_));
    if (tell) {
        const QRectF cellArea = cellRect(geometry(size()), current_.y(), current_.x());
        QToolTip::showText(mapToGlobal(cellArea.bottomRight().toPoint()), sentence(current_), this);
    }
    update();
}

bool HeatmapCanvas::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QPoint cell = cellAt(help->pos());
        if (cell.x() >= 0)
            QToolTip::showText(help->globalPos(), sentence(cell), this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

void HeatmapCanvas::wheelEvent(QWheelEvent* event) {
    zoomAt(event->position(), std::pow(1.25, event->angleDelta().y() / 120.0));
    event->accept();
}

void HeatmapCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    dragged_ = event->position();
    const QPoint cell = cellAt(event->position());
    if (cell.x() >= 0)
        setCurrent(cell, false);
}

void HeatmapCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (dragged_ && event->buttons() & Qt::LeftButton) {
        setCursor(Qt::ClosedHandCursor);
        panBy(event->position() - *dragged_);
        dragged_ = event->position();
        return;
    }
    const QPoint cell = cellAt(event->position());
    if (cell == hovered_)
        return;
    hovered_ = cell;
    if (cell.x() >= 0) {
        QToolTip::showText(event->globalPosition().toPoint(), sentence(cell), this);
        if (onHovered)
            onHovered(cell.y(), cell.x());
    } else {
        QToolTip::hideText();
    }
    update();
}

void HeatmapCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        dragged_.reset();
        unsetCursor();
    }
}

void HeatmapCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    dragged_.reset();
    unsetCursor();
    if (event->button() != Qt::LeftButton)
        return;
    const QPoint cell = cellAt(event->position());
    if (!(event->modifiers() & Qt::ControlModifier))
        showAll();
    else if (cell.x() >= 0 && onActivated)
        onActivated(cell.y(), cell.x());
}

void HeatmapCanvas::keyPressEvent(QKeyEvent* event) {
    const QPointF center = geometry(size()).cells.center();
    switch (event->key()) {
    case Qt::Key_Left:
        return setCurrent(current_ - QPoint(1, 0), true);
    case Qt::Key_Right:
        return setCurrent(current_ + QPoint(1, 0), true);
    case Qt::Key_Up:
        return setCurrent(current_ - QPoint(0, 1), true);
    case Qt::Key_Down:
        return setCurrent(current_ + QPoint(0, 1), true);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomAt(center, 1.25);
    case Qt::Key_Minus:
        return zoomAt(center, 0.8);
    case Qt::Key_0:
        return showAll();
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (current_.x() >= 0 && onActivated)
            onActivated(current_.y(), current_.x());
        return;
    default:
        event->ignore();
    }
}

void HeatmapCanvas::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    hovered_ = {-1, -1};
    update();
}

void HeatmapCanvas::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    clampView();
}

void HeatmapCanvas::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        measure();
    update();
}

} // namespace plot
