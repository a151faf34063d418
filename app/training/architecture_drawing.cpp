// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/architecture_drawing.h"

#include "app/plot/theme.h"
#include "app/window/text.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace training {

namespace {

constexpr double side = 26;   ///< left and right of the rows, for lines and how often they repeat
constexpr double gap = 16;    ///< between rows, for an arrow and a sum
constexpr double padding = 7; ///< of a frame
constexpr double inset = 4;   ///< of a text in its box
constexpr int narrowest = 200;

QColor colorOf(OutlinePart::Kind kind, const QPalette& palette) {
    const QColor base = palette.color(QPalette::Base);
    const QColor strong = plot::seriesColor(static_cast<std::size_t>(kind), palette);
    constexpr float share = 0.28F;
    const auto between = [](float from, float to) { return from + (to - from) * share; };
    return QColor::fromRgbF(between(base.redF(), strong.redF()),
                            between(base.greenF(), strong.greenF()),
                            between(base.blueF(), strong.blueF()));
}

void drawArrow(QPainter& painter, QPointF from, QPointF to) {
    painter.drawLine(from, to);
    painter.drawLine(to, to + QPointF(-3, -4));
    painter.drawLine(to, to + QPointF(3, -4));
}

} // namespace

ArchitectureDrawing::ArchitectureDrawing(QWidget* parent) : QWidget(parent) {
    setMinimumWidth(narrowest);
}

void ArchitectureDrawing::setSpec(const neural::RunSpec& spec) {
    outline_ = outlineOf(spec);
    setAccessibleDescription(outline_.text());
    setToolTip(outline_.text());
    fitHeight();
    update();
}

/// A little smaller than what is read.
QFont ArchitectureDrawing::drawingFont() const {
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    return small;
}

QSize ArchitectureDrawing::sizeHint() const {
    return {std::max(narrowest, 260), minimumHeight()};
}

QSize ArchitectureDrawing::minimumSizeHint() const {
    return {narrowest, minimumHeight()};
}

void ArchitectureDrawing::fitHeight() {
    const auto all = places(std::max(width(), narrowest));
    if (!all.empty())
        setFixedHeight(static_cast<int>(std::ceil(all.back().frame.bottom())) + 2);
}

void ArchitectureDrawing::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitHeight();
}

void ArchitectureDrawing::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitHeight();
}

double ArchitectureDrawing::heightOf(const OutlineRow& row, double width) const {
    const double share = width / static_cast<double>(row.parts.size()) - 2 * inset;
    double height = 0;
    for (const OutlinePart& part : row.parts)
        height = std::max(height, QFontMetricsF(drawingFont())
                                      .boundingRect(QRectF(0, 0, share, 1000),
                                                    Qt::AlignCenter | Qt::TextWordWrap, part.text)
                                      .height());
    return height + 2 * inset;
}

std::vector<ArchitectureDrawing::Place> ArchitectureDrawing::places(double width) const {
    std::vector<Place> all;
    const double rowWidth = width - 2 * side;
    double y = 1;
    for (const OutlineGroup& group : outline_.groups) {
        const double frame = group.times > 1 || !group.name.isEmpty() ? padding : 0;
        Place place;
        const double top = y;
        y += frame > 0 ? frame + gap / 2 : 0;
        for (const OutlineRow& row : group.rows) {
            const double height = heightOf(row, rowWidth);
            place.rows.emplace_back(side, y, rowWidth, height);
            y += height + gap;
        }
        y -= frame > 0 ? gap / 2 : gap;
        y += frame;
        place.frame = frame > 0 ? QRectF(side / 2 - 3, top, width - side + 6, y - top)
                                : QRectF(side, top, rowWidth, y - top);
        y += gap;
        all.push_back(std::move(place));
    }
    return all;
}

void ArchitectureDrawing::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(drawingFont());
    const auto all = places(width());
    for (std::size_t i = 0; i < all.size(); ++i) {
        paintGroup(painter, outline_.groups[i], all[i]);
        if (i > 0) {
            const double x = width() / 2.0;
            painter.setPen(palette().color(QPalette::Text));
            drawArrow(painter, {x, all[i - 1].frame.bottom()}, {x, all[i].frame.top()});
        }
    }
    if (!all.empty())
        paintSides(painter, all);
}

void ArchitectureDrawing::paintGroup(QPainter& painter, const OutlineGroup& group,
                                     const Place& place) const {
    const double x = width() / 2.0;
    const QColor ink = palette().color(QPalette::Text);
    if (place.frame.top() < place.rows.front().top()) {
        painter.setPen(QPen(palette().color(QPalette::Mid), 1, Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(place.frame, 5, 5);
        const QString times = QStringLiteral("× %1").arg(window::formatCount(group.times));
        painter.setPen(ink);
        painter.drawText(
            QRectF(place.frame.left(), place.frame.top() + 1, place.frame.width() - inset, gap),
            Qt::AlignRight | Qt::AlignTop,
            group.name.isEmpty() ? times : group.name + u' ' + times);
        painter.drawLine(QPointF(x, place.frame.top()), {x, place.rows.front().top()});
        painter.drawLine(QPointF(x, place.rows.back().bottom()), {x, place.frame.bottom()});
    }
    for (std::size_t i = 0; i < group.rows.size(); ++i) {
        painter.setPen(ink);
        if (i > 0)
            drawArrow(painter, {x, place.rows[i - 1].bottom()}, {x, place.rows[i].top()});
        paintRow(painter, group.rows[i], place.rows[i]);
        paintSum(painter, group, place, i);
    }
}

void ArchitectureDrawing::paintRow(QPainter& painter, const OutlineRow& row,
                                   const QRectF& place) const {
    const QColor ink = palette().color(QPalette::Text);
    const double share = place.width() / static_cast<double>(row.parts.size());
    for (std::size_t i = 0; i < row.parts.size(); ++i) {
        const OutlinePart& part = row.parts[i];
        QRectF box(place.left() + share * static_cast<double>(i), place.top(), share,
                   place.height());
        if (row.parts.size() > 1)
            box.adjust(i > 0 ? 2 : 0, 0, i + 1 < row.parts.size() ? -2 : 0, 0);
        painter.setPen(palette().color(QPalette::Mid));
        painter.setBrush(colorOf(part.kind, palette()));
        const double wide = box.width() / part.boxes;
        for (unsigned copy = 0; copy < part.boxes; ++copy)
            painter.drawRoundedRect(QRectF(box.left() + copy * wide, box.top(),
                                           wide - (part.boxes > 1 ? 2 : 0), box.height()),
                                    3, 3);
        painter.setPen(ink);
        painter.drawText(box.adjusted(inset, 0, -inset, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         part.text);
    }
    if (row.loops) { // along the right, back into the row
        painter.setBrush(Qt::NoBrush);
        const double x = place.right();
        painter.drawLine(QPointF(x, place.bottom() - 4), {x + 8, place.bottom() - 4});
        painter.drawLine(QPointF(x + 8, place.bottom() - 4), {x + 8, place.top() + 4});
        painter.drawLine(QPointF(x + 8, place.top() + 4), {x + 1, place.top() + 4});
        painter.drawLine(QPointF(x + 1, place.top() + 4), {x + 5, place.top() + 1});
        painter.drawLine(QPointF(x + 1, place.top() + 4), {x + 5, place.top() + 7});
    }
}

/// The circle in which what went in is added again, and its line along the left.
void ArchitectureDrawing::paintSum(QPainter& painter, const OutlineGroup& group, const Place& place,
                                   std::size_t row) const {
    const auto& added = group.rows[row].added;
    if (!added)
        return;
    const double x = width() / 2.0;
    constexpr double radius = 5;
    const double left = place.rows[row].left() - 7;
    const double from = *added < 0
                            ? place.rows.front().top() - 4
                            : place.rows[static_cast<std::size_t>(*added)].bottom() + gap - 4;
    const QPointF sum(x, place.rows[row].bottom() + radius + 0.5);
    painter.setPen(palette().color(QPalette::Text));
    painter.drawLine(QPointF(x, from), {left, from});
    painter.drawLine(QPointF(left, from), {left, sum.y()});
    painter.drawLine(QPointF(left, sum.y()), {sum.x() - radius, sum.y()});
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawEllipse(sum, radius, radius);
    painter.drawLine(sum - QPointF(3, 0), sum + QPointF(3, 0));
    painter.drawLine(sum - QPointF(0, 3), sum + QPointF(0, 3));
}

/// What goes from the first row straight to the last: shared weights, or connections.
void ArchitectureDrawing::paintSides(QPainter& painter, const std::vector<Place>& places) const {
    if (!outline_.tied && !outline_.direct)
        return;
    const QRectF first = places.front().rows.front();
    const QRectF last = places.back().rows.back();
    const double x = width() - 3;
    painter.setPen(
        QPen(palette().color(QPalette::Text), 1.2, outline_.tied ? Qt::DotLine : Qt::SolidLine));
    painter.drawLine(QPointF(first.right(), first.center().y()), {x, first.center().y()});
    painter.drawLine(QPointF(x, first.center().y()), {x, last.center().y()});
    painter.drawLine(QPointF(x, last.center().y()), {last.right(), last.center().y()});
}

} // namespace training
