// SPDX-License-Identifier: GPL-3.0-or-later
// How a heatmap looks: cells, labels and the scale of colours.
#include "app/plot/heatmap_canvas.h"
#include "app/plot/theme.h"

#include <QFont>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace plot {

namespace {
constexpr int margin = 6;
constexpr int scaleWidth = 14;
constexpr double readableCell = 28; ///< pixels that a value needs
} // namespace

HeatmapCanvas::Geometry HeatmapCanvas::geometry(QSize size) const {
    const int line = fontMetrics().height();
    const int left = margin + line + margin + labelWidth_ + margin;
    const int top = margin + line + margin + std::max(columnLabelWidth_, line) + margin;
    const int scaleText = std::max(fontMetrics().horizontalAdvance(lowText_),
                                   fontMetrics().horizontalAdvance(highText_));
    const int right = 2 * margin + scaleWidth + 4 + scaleText + margin;
    Geometry place;
    place.cells = QRectF(left, top, std::max(20, size.width() - left - right),
                         std::max(20, size.height() - top - margin));
    place.width = place.cells.width() * zoom_ / std::max<double>(1, double(data_.columns.size()));
    place.height = place.cells.height() * zoom_ / std::max<double>(1, double(data_.rows.size()));
    return place;
}

QRectF HeatmapCanvas::cellRect(const Geometry& place, int row, int column) const {
    return {place.cells.left() + (column - corner_.x()) * place.width,
            place.cells.top() + (row - corner_.y()) * place.height, place.width, place.height};
}

void HeatmapCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    paintAll(painter, size(), true);
    if (hasFocus()) {
        painter.setPen(palette().color(QPalette::Highlight));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void HeatmapCanvas::paintAll(QPainter& painter, QSize size, bool withCurrent) const {
    painter.setFont(font());
    if (isEmpty()) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(QRect({}, size).adjusted(24, 24, -24, -24),
                         Qt::AlignCenter | Qt::TextWordWrap, emptyText_);
        return;
    }
    const Geometry place = geometry(size);
    painter.save();
    painter.setClipRect(place.cells);
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintCells(painter, place);
    if (withCurrent) {
        painter.setBrush(Qt::NoBrush);
        if (hovered_.x() >= 0) {
            painter.setPen(QPen(palette().color(QPalette::Text), 1));
            painter.drawRect(cellRect(place, hovered_.y(), hovered_.x()).adjusted(0, 0, -1, -1));
        }
        if (current_.x() >= 0) {
            painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
            painter.drawRect(cellRect(place, current_.y(), current_.x()).adjusted(1, 1, -1, -1));
        }
    }
    painter.restore();
    paintLabels(painter, place);
    paintScale(painter, place);
}

void HeatmapCanvas::paintCells(QPainter& painter, const Geometry& place) const {
    const auto columnCount = static_cast<int>(data_.columns.size());
    const auto rowCount = static_cast<int>(data_.rows.size());
    // Cells smaller than a pixel hide each other: one of them a pixel is enough.
    const int columnStep = std::max(1, static_cast<int>(1 / place.width));
    const int rowStep = std::max(1, static_cast<int>(1 / place.height));
    const int lastColumn = std::min(
        columnCount, static_cast<int>(corner_.x() + place.cells.width() / place.width) + 1);
    const int lastRow =
        std::min(rowCount, static_cast<int>(corner_.y() + place.cells.height() / place.height) + 1);

    QFont small = font();
    small.setPointSizeF(std::max(6.0, font().pointSizeF() * 0.85));
    const QFontMetricsF metrics(small);
    painter.setFont(small);
    // All visible values or none: the short ones alone, zeros among them, would look like all.
    bool readable = place.width >= readableCell && place.height >= metrics.height();
    for (int row = static_cast<int>(corner_.y()); readable && row < lastRow; ++row) {
        for (int column = static_cast<int>(corner_.x()); readable && column < lastColumn; ++column)
            readable =
                metrics.horizontalAdvance(data_.texts[data_.at(row, column)]) <= place.width - 4;
    }
    for (int row = static_cast<int>(corner_.y()); row < lastRow; row += rowStep) {
        for (int column = static_cast<int>(corner_.x()); column < lastColumn;
             column += columnStep) {
            const std::size_t at = data_.at(row, column);
            const QRectF exact = cellRect(place, row, column);
            // On whole pixels, so that no background shines through between two cells.
            const QRect cell(
                QPoint(static_cast<int>(std::floor(exact.left())),
                       static_cast<int>(std::floor(exact.top()))),
                QPoint(static_cast<int>(std::floor(exact.left() + exact.width() * columnStep)),
                       static_cast<int>(std::floor(exact.top() + exact.height() * rowStep))));
            const QColor color = scaleColor(data_.values[at], palette());
            painter.fillRect(cell, color);
            const QString& text = data_.texts[at];
            if (readable) {
                painter.setPen(textOn(color));
                painter.drawText(exact, Qt::AlignCenter, text);
            }
        }
    }
    painter.setFont(font());
}

void HeatmapCanvas::paintLabels(QPainter& painter, const Geometry& place) const {
    const int line = fontMetrics().height();
    const QColor ink = palette().color(QPalette::Text);
    QColor titleInk = ink;
    titleInk.setAlphaF(0.7F);
    painter.setPen(titleInk);
    painter.drawText(QRectF(place.cells.left(), margin, place.cells.width(), line), Qt::AlignCenter,
                     columnTitle_);
    painter.save();
    painter.translate(margin, place.cells.bottom());
    painter.rotate(-90);
    painter.drawText(QRectF(0, 0, place.cells.height(), line), Qt::AlignCenter, rowTitle_);
    painter.restore();

    painter.setPen(ink);
    const int rowStep = std::max(1, static_cast<int>(std::ceil(line / place.height)));
    for (int row = static_cast<int>(corner_.y()) / rowStep * rowStep; row < data_.rows.size();
         row += rowStep) {
        const QRectF cell = cellRect(place, row, 0);
        const double middle = cell.top() + cell.height() * std::min(rowStep, 1) / 2;
        if (middle > place.cells.bottom())
            break;
        if (middle < place.cells.top())
            continue;
        painter.drawText(QRectF(place.cells.left() - margin - labelWidth_, middle - line / 2.0,
                                labelWidth_, line),
                         Qt::AlignRight | Qt::AlignVCenter,
                         fontMetrics().elidedText(data_.rows[row], Qt::ElideRight, labelWidth_));
    }

    const int columnStep = std::max(1, static_cast<int>(std::ceil(line / place.width)));
    for (int column = static_cast<int>(corner_.x()) / columnStep * columnStep;
         column < data_.columns.size(); column += columnStep) {
        const QRectF cell = cellRect(place, 0, column);
        const double middle = cell.center().x();
        if (middle > place.cells.right())
            break;
        if (middle < place.cells.left())
            continue;
        const QString text = fontMetrics().elidedText(data_.columns[column], Qt::ElideRight,
                                                      std::max(columnLabelWidth_, 8));
        painter.save();
        painter.translate(middle, place.cells.top() - margin);
        // Each for itself: one long label must not lay all the others on their sides.
        if (fontMetrics().horizontalAdvance(text) + 2 <= place.width) {
            painter.drawText(QRectF(-cell.width() / 2, -line, cell.width(), line),
                             Qt::AlignHCenter | Qt::AlignBottom, text);
        } else {
            painter.rotate(-90);
            painter.drawText(QRectF(0, -line / 2.0, columnLabelWidth_ + 2, line),
                             Qt::AlignLeft | Qt::AlignVCenter, text);
        }
        painter.restore();
    }
}

void HeatmapCanvas::paintScale(QPainter& painter, const Geometry& place) const {
    const QRectF scale(place.cells.right() + 2 * margin, place.cells.top(), scaleWidth,
                       std::min(place.cells.height(), 240.0));
    const int steps = static_cast<int>(scale.height());
    for (int i = 0; i < steps; ++i)
        painter.fillRect(QRectF(scale.left(), scale.top() + i, scale.width(), 1),
                         scaleColor(1 - double(i) / std::max(1, steps - 1), palette()));
    painter.setPen(palette().color(QPalette::Text));
    const int line = fontMetrics().height();
    painter.drawText(QRectF(scale.right() + 4, scale.top(), 1000, line),
                     Qt::AlignLeft | Qt::AlignTop, highText_);
    painter.drawText(QRectF(scale.right() + 4, scale.bottom() - line, 1000, line),
                     Qt::AlignLeft | Qt::AlignBottom, lowText_);
}

} // namespace plot
