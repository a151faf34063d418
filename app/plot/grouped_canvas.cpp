// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plot/grouped_canvas.h"

#include "app/plot/theme.h"
#include "app/plot/ticks.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPixmap>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace plot {

namespace {

constexpr int apart = 8;
constexpr int mostTicks = 5;
constexpr int longestLabel = 110; ///< of a slanted label, in pixels
constexpr double slant = 40;      ///< degrees
constexpr std::size_t colors = 7; ///< that seriesColor() has

/// Stripes and not a pattern: a drawing keeps them.
void fillBar(QPainter& painter, const QRectF& bar, std::size_t style, const QPalette& palette) {
    const QColor color = seriesColor(style, palette);
    if (style % (2 * colors) < colors) {
        painter.fillRect(bar, color);
        return;
    }
    constexpr double period = 4;
    const int stripes = static_cast<int>(std::ceil(bar.height() / period));
    for (int i = 0; i < stripes; ++i) {
        const double y = bar.bottom() - i * period;
        const double height = std::min(period / 2, y - bar.top());
        painter.fillRect(QRectF(bar.left(), y - height, bar.width(), height), color);
    }
    painter.fillRect(QRectF(bar.left(), bar.top(), bar.width(), std::min(1.0, bar.height())),
                     color);
}

QString tickText(double value, double step, const QLocale& locale) {
    if (value == 0)
        return QStringLiteral("0");
    const int decimals = decimalsFor(step);
    return decimals <= 5 ? locale.toString(value, 'f', decimals) : locale.toString(value, 'e', 0);
}

} // namespace

QIcon seriesSwatch(std::size_t style, const QPalette& palette) {
    constexpr int side = 12;
    QPixmap pixmap(side, side);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    fillBar(painter, QRectF(0, 0, side, side), style, palette);
    painter.end();
    QIcon icon(pixmap);
    icon.addPixmap(pixmap, QIcon::Disabled);
    return icon;
}

GroupedCanvas::GroupedCanvas(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(GroupedBars::tr("Grouped bars"));
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
}

void GroupedCanvas::setData(GroupedBarData data) {
    data_ = std::move(data);
    current_ = std::min(current_, groups() - 1);
    setAccessibleDescription(current_ >= 0 ? sentence(current_) : QString());
    update();
}

int GroupedCanvas::groups() const {
    std::size_t number = 0;
    for (const auto& section : data_.sections)
        number += section.groups.size();
    return static_cast<int>(number);
}

const GroupedBarData::Group* GroupedCanvas::group(int index) const {
    auto left = static_cast<std::size_t>(index);
    for (const auto& section : data_.sections) {
        if (left < section.groups.size())
            return &section.groups[left];
        left -= section.groups.size();
    }
    return nullptr;
}

GroupedCanvas::Arrangement GroupedCanvas::arrange(QSize area) const {
    Arrangement all;
    int axes = 0;
    int widest = 0;
    for (const auto& section : data_.sections) {
        Place place;
        double largest = 0;
        for (const auto& group : section.groups) {
            widest = std::max(widest, fontMetrics().horizontalAdvance(group.label));
            for (const double value : group.values)
                largest = std::max(largest, value);
        }
        place.step = niceStep(largest > 0 ? largest : 1, mostTicks);
        place.top = place.step * std::ceil((largest > 0 ? largest : 1) / place.step - 1e-9);
        place.ticks = static_cast<int>(std::lround(place.top / place.step));
        for (int i = 0; i <= place.ticks; ++i)
            place.axis = std::max(place.axis, fontMetrics().horizontalAdvance(
                                                  tickText(i * place.step, place.step, locale())));
        place.axis += 2 * apart;
        axes += place.axis;
        all.sections.push_back(place);
    }
    const int number = std::max(1, groups());
    const double groupWidth =
        std::max(4.0, static_cast<double>(area.width() - axes - apart) / number);
    all.slanted = widest + apart / 2.0 > groupWidth;
    const double angle = slant * 3.14159265 / 180;
    const int line = fontMetrics().height();
    all.labelHeight =
        apart / 2 + (all.slanted
                         ? static_cast<int>(std::sin(angle) * std::min(widest, longestLabel) +
                                            std::cos(angle) * line)
                         : line);
    all.legendHeight = legend(nullptr, area.width());
    const double top = all.legendHeight + line + apart;
    double x = 0;
    for (std::size_t i = 0; i < all.sections.size(); ++i) {
        Place& place = all.sections[i];
        place.groupWidth = groupWidth;
        place.bars = QRectF(x + place.axis, top,
                            groupWidth * static_cast<double>(data_.sections[i].groups.size()),
                            std::max(10.0, area.height() - top - all.labelHeight - apart));
        x = place.bars.right();
    }
    return all;
}

/// Draws the legend, where there is a painter, and tells how high it is.
int GroupedCanvas::legend(QPainter* painter, int width) const {
    const int line = fontMetrics().height();
    int x = apart;
    int y = apart / 2;
    for (const auto& series : data_.series) {
        const int needed = line + fontMetrics().horizontalAdvance(series.name) + 2 * apart;
        if (x > apart && x + needed > width) {
            x = apart;
            y += line + 2;
        }
        if (painter != nullptr) {
            fillBar(*painter, QRectF(x, y + 3, line - 6, line - 6), series.style, palette());
            painter->setPen(palette().color(QPalette::Text));
            painter->drawText(QPointF(x + line - 2, y + fontMetrics().ascent()), series.name);
        }
        x += needed;
    }
    return data_.series.empty() ? 0 : y + line + apart / 2;
}

void GroupedCanvas::paintLabel(QPainter& painter, const Arrangement& all, const QRectF& below,
                               const QString& label) const {
    if (!all.slanted) {
        painter.drawText(below, Qt::AlignHCenter | Qt::AlignTop, label);
        return;
    }
    const QString text = fontMetrics().elidedText(label, Qt::ElideRight, longestLabel);
    painter.save();
    painter.translate(below.center().x() + fontMetrics().height() / 4.0, below.top());
    painter.rotate(-slant);
    painter.drawText(QPointF(-fontMetrics().horizontalAdvance(text), fontMetrics().ascent()), text);
    painter.restore();
}

void GroupedCanvas::paintSection(QPainter& painter, const Arrangement& all, std::size_t index,
                                 bool withCurrent) const {
    const auto& section = data_.sections[index];
    const Place& place = all.sections[index];
    const QRectF& bars = place.bars;
    const QColor text = palette().color(QPalette::Text);
    QColor faint = text;
    faint.setAlphaF(0.2F);
    const int line = fontMetrics().height();
    const double left = bars.left() - place.axis;
    painter.setPen(text);
    painter.drawText(QRectF(left + apart, all.legendHeight, bars.right() - left - apart, line),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(section.title, Qt::ElideRight,
                                              static_cast<int>(bars.right() - left) - apart));
    if (index > 0) {
        painter.setPen(QPen(text, 1, Qt::DashLine));
        painter.drawLine(QPointF(left, all.legendHeight), QPointF(left, bars.bottom()));
    }
    const auto height = [&](double value) { return value / place.top * bars.height(); };
    for (int i = 0; i <= place.ticks; ++i) {
        const double tick = i * place.step;
        const double y = bars.bottom() - height(tick);
        painter.setPen(i == 0 ? text : faint);
        painter.drawLine(QPointF(bars.left(), y), QPointF(bars.right(), y));
        painter.setPen(text);
        painter.drawText(QRectF(left, y - line / 2.0, place.axis - apart / 2.0, line),
                         Qt::AlignRight | Qt::AlignVCenter, tickText(tick, place.step, locale()));
    }
    int first = 0;
    for (std::size_t i = 0; i < index; ++i)
        first += static_cast<int>(data_.sections[i].groups.size());
    for (std::size_t i = 0; i < section.groups.size(); ++i) {
        const auto& group = section.groups[i];
        const QRectF own(bars.left() + place.groupWidth * static_cast<double>(i), bars.top(),
                         place.groupWidth, bars.height());
        if (withCurrent && first + static_cast<int>(i) == current_) {
            QColor mark = palette().color(QPalette::Highlight);
            mark.setAlphaF(0.25F);
            painter.fillRect(own, mark);
        }
        const double margin = std::min(6.0, own.width() * 0.12);
        const double width = (own.width() - 2 * margin) /
                             static_cast<double>(std::max<std::size_t>(1, group.values.size()));
        for (std::size_t k = 0; k < group.values.size(); ++k) {
            const double high = height(std::max(0.0, group.values[k]));
            // A apart between bars, where they are wide enough for one.
            const double drawn = width > 4 ? width - 1 : width;
            if (high > 0)
                fillBar(painter,
                        QRectF(own.left() + margin + width * static_cast<double>(k),
                               own.bottom() - high, drawn, high),
                        data_.series[k].style, palette());
        }
        painter.setPen(text);
        paintLabel(painter, all,
                   QRectF(own.left(), own.bottom() + apart / 2.0, own.width(), all.labelHeight),
                   group.label);
    }
}

void GroupedCanvas::paintBars(QPainter& painter, QSize area, bool withCurrent) const {
    const Arrangement all = arrange(area);
    legend(&painter, area.width());
    for (std::size_t i = 0; i < data_.sections.size(); ++i)
        if (!data_.sections[i].groups.empty())
            paintSection(painter, all, i, withCurrent);
}

void GroupedCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintBars(painter, size(), hasFocus());
    if (hasFocus()) {
        painter.setPen(palette().color(QPalette::Highlight));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

QRectF GroupedCanvas::placeOf(int index) const {
    const Arrangement all = arrange(size());
    auto left = static_cast<std::size_t>(std::max(0, index));
    for (std::size_t i = 0; i < data_.sections.size(); ++i) {
        const Place& place = all.sections[i];
        if (left < data_.sections[i].groups.size())
            return {place.bars.left() + place.groupWidth * static_cast<double>(left),
                    place.bars.top(), place.groupWidth, place.bars.height() + all.labelHeight};
        left -= data_.sections[i].groups.size();
    }
    return {};
}

int GroupedCanvas::indexAt(const QPointF& position) const {
    for (int i = 0; i < groups(); ++i)
        if (placeOf(i).contains(position))
            return i;
    return -1;
}

QString GroupedCanvas::sentence(int index) const {
    const auto* found = group(index);
    if (found == nullptr)
        return {};
    QStringList lines{found->note.isEmpty()
                          ? found->label
                          : GroupedBars::tr("%1: %2").arg(found->label, found->note)};
    for (std::size_t k = 0; k < found->values.size(); ++k)
        lines << GroupedBars::tr("%1: %2").arg(data_.series[k].name,
                                               locale().toString(found->values[k], 'g', 6));
    return lines.join('\n');
}

bool GroupedCanvas::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int index = indexAt(help->pos());
    if (index >= 0)
        QToolTip::showText(help->globalPos(), sentence(index), this);
    else
        QToolTip::hideText();
    return true;
}

void GroupedCanvas::setCurrent(int index, bool tell) {
    if (groups() == 0)
        return;
    current_ = std::clamp(index, 0, groups() - 1);
    setAccessibleDescription(sentence(current_));
    if (tell)
        QToolTip::showText(mapToGlobal(placeOf(current_).center().toPoint()), sentence(current_),
                           this);
    update();
}

void GroupedCanvas::mousePressEvent(QMouseEvent* event) {
    const int index = indexAt(event->position());
    if (event->button() == Qt::LeftButton && index >= 0)
        setCurrent(index, true);
}

void GroupedCanvas::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
        return setCurrent(current_ - 1, true);
    case Qt::Key_Right:
        return setCurrent(current_ + 1, true);
    case Qt::Key_Home:
        return setCurrent(0, true);
    case Qt::Key_End:
        return setCurrent(groups() - 1, true);
    default:
        QWidget::keyPressEvent(event);
    }
}

void GroupedCanvas::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange)
        update();
}

} // namespace plot
