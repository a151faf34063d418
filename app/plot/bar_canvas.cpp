// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plot/bar_canvas.h"

#include "app/plot/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace plot {

namespace {
constexpr int gap = 8;
} // namespace

BarCanvas::BarCanvas(QWidget* parent) : QAbstractScrollArea(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(BarPlot::tr("Bars"));
    viewport()->setBackgroundRole(QPalette::Base);
}

void BarCanvas::setBars(std::vector<Bar> bars) {
    bars_ = std::move(bars);
    current_ = -1;
    setAccessibleDescription({});
    largest_ = 0;
    for (const Bar& bar : bars_) {
        if (std::isfinite(bar.value))
            largest_ = std::max(largest_, bar.value);
    }
    measure();
    verticalScrollBar()->setValue(0);
    updateScrollBar();
    viewport()->update();
}

void BarCanvas::setEmptyText(const QString& text) {
    emptyText_ = text;
    viewport()->update();
}

int BarCanvas::rowHeight() const {
    return fontMetrics().height() + 6;
}

/// The widths of the two text columns, from the first bars: a distribution begins with its most
/// probable tokens, and measuring a million labels would take a second.
void BarCanvas::measure() {
    const std::size_t measured = std::min<std::size_t>(bars_.size(), 500);
    labelWidth_ = valueWidth_ = 0;
    for (std::size_t i = 0; i < measured; ++i) {
        labelWidth_ = std::max(labelWidth_, fontMetrics().horizontalAdvance(bars_[i].label) + 2);
        valueWidth_ = std::max(valueWidth_, fontMetrics().horizontalAdvance(bars_[i].valueText));
    }
}

void BarCanvas::updateScrollBar() {
    const int visible = std::max(1, viewport()->height() / rowHeight());
    verticalScrollBar()->setPageStep(visible);
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(bars_.size()) - visible));
}

void BarCanvas::paintBars(QPainter& painter, QSize area, int first, bool withCurrent) const {
    const QPalette& colors = palette();
    if (bars_.empty()) {
        painter.setPen(colors.color(QPalette::PlaceholderText));
        painter.drawText(QRect({}, area).adjusted(gap, gap, -gap, -gap),
                         Qt::AlignCenter | Qt::TextWordWrap, emptyText_);
        return;
    }
    const int height = rowHeight();
    const int labels = std::min(labelWidth_, area.width() * 2 / 5);
    const int barLeft = gap + labels + gap;
    const int barRoom = std::max(10, area.width() - barLeft - gap - valueWidth_ - gap);
    const QColor fill = seriesColor(0, colors);
    for (int i = first, y = 0; i < static_cast<int>(bars_.size()) && y < area.height();
         ++i, y += height) {
        const Bar& bar = bars_[static_cast<std::size_t>(i)];
        const bool marked = withCurrent && i == current_;
        if (marked)
            painter.fillRect(0, y, area.width(), height, colors.color(QPalette::Highlight));
        painter.setPen(colors.color(marked ? QPalette::HighlightedText : QPalette::Text));
        painter.drawText(QRect(gap, y, labels, height), Qt::AlignRight | Qt::AlignVCenter,
                         fontMetrics().elidedText(bar.label, Qt::ElideRight, labels));
        painter.drawText(QRect(area.width() - gap - valueWidth_, y, valueWidth_, height),
                         Qt::AlignRight | Qt::AlignVCenter, bar.valueText);
        if (largest_ > 0 && bar.value > 0) {
            const double length = std::min(1.0, bar.value / largest_) * barRoom;
            painter.fillRect(QRectF(barLeft, y + 3, std::max(1.0, length), height - 6),
                             marked ? colors.color(QPalette::HighlightedText) : fill);
        }
    }
}

void BarCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    paintBars(painter, viewport()->size(), verticalScrollBar()->value(), true);
    if (hasFocus() && current_ < 0) {
        painter.setPen(palette().color(QPalette::Highlight));
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
}

void BarCanvas::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBar();
}

int BarCanvas::indexAt(int y) const {
    const int index = verticalScrollBar()->value() + y / rowHeight();
    return y >= 0 && index < static_cast<int>(bars_.size()) ? index : -1;
}

QString BarCanvas::sentence(int index) const {
    const Bar& bar = bars_[static_cast<std::size_t>(index)];
    return BarPlot::tr("%1: %2").arg(bar.label, bar.valueText);
}

bool BarCanvas::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int index = indexAt(help->pos().y());
        // The value in all its digits: the text beside the bar is rounded.
        if (index >= 0)
            QToolTip::showText(
                help->globalPos(),
                BarPlot::tr("%1\n%2 (%3)")
                    .arg(bars_[static_cast<std::size_t>(index)].label,
                         bars_[static_cast<std::size_t>(index)].valueText,
                         locale().toString(bars_[static_cast<std::size_t>(index)].value, 'g', 12)),
                viewport());
        else
            QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void BarCanvas::setCurrent(int index) {
    if (bars_.empty())
        return;
    current_ = std::clamp(index, 0, static_cast<int>(bars_.size()) - 1);
    const int first = verticalScrollBar()->value();
    const int visible = verticalScrollBar()->pageStep();
    if (current_ < first)
        verticalScrollBar()->setValue(current_);
    else if (current_ >= first + visible)
        verticalScrollBar()->setValue(current_ - visible + 1);
    setAccessibleDescription(sentence(current_));
    viewport()->update();
}

void BarCanvas::mousePressEvent(QMouseEvent* event) {
    const int index = indexAt(static_cast<int>(event->position().y()));
    if (event->button() == Qt::LeftButton && index >= 0)
        setCurrent(index);
}

void BarCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    const int index = indexAt(static_cast<int>(event->position().y()));
    if (event->button() == Qt::LeftButton && index >= 0 && onActivated)
        onActivated(index);
}

void BarCanvas::keyPressEvent(QKeyEvent* event) {
    const int page = verticalScrollBar()->pageStep();
    switch (event->key()) {
    case Qt::Key_Up:
        return setCurrent(current_ - 1);
    case Qt::Key_Down:
        return setCurrent(current_ + 1);
    case Qt::Key_PageUp:
        return setCurrent(current_ - page);
    case Qt::Key_PageDown:
        return setCurrent(current_ + page);
    case Qt::Key_Home:
        return setCurrent(0);
    case Qt::Key_End:
        return setCurrent(static_cast<int>(bars_.size()) - 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (current_ >= 0 && onActivated)
            onActivated(current_);
        return;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void BarCanvas::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        measure();
        updateScrollBar();
    }
    if (event->type() == QEvent::PaletteChange)
        viewport()->update();
}

} // namespace plot
