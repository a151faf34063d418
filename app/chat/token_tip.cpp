// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/token_tip.h"

#include "app/window/text.h"
#include "app/window/visible_token.h"

#include <QGuiApplication>
#include <QPainter>
#include <QScreen>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace chatui {

namespace {

constexpr int margin = 8;
constexpr int barWidth = 110;

} // namespace

TokenTip::TokenTip(QWidget* parent) : QFrame(parent, Qt::ToolTip) {
    setObjectName("tokenTip");
    setAttribute(Qt::WA_ShowWithoutActivating);
    setFrameShape(QFrame::StyledPanel);
    setFocusPolicy(Qt::NoFocus);
    setPalette(QToolTip::palette());
    setForegroundRole(QPalette::ToolTipText);
    setBackgroundRole(QPalette::ToolTipBase);
    setAutoFillBackground(true);
}

void TokenTip::setToken(const chat::TokenTrace& trace, const QString& text) {
    const QString trimmed = text.trimmed().isEmpty() ? text : text.trimmed();
    const QString shown = window::visibleToken(window::toStd(trimmed));
    lines_.clear();
    for (const auto& alternative : trace.alternatives)
        lines_.push_back({window::toQString(alternative.token), alternative.probability, false});
    // The token's own spelling may differ (a sign for a space): then its probability tells it.
    const auto isChosen = [&](const Line& line) { return line.probability == trace.probability; };
    auto chosen = std::find_if(lines_.begin(), lines_.end(), [&](const Line& line) {
        return isChosen(line) && line.token == shown;
    });
    if (chosen == lines_.end())
        chosen = std::find_if(lines_.begin(), lines_.end(), isChosen);
    if (chosen == lines_.end())
        lines_.push_back({shown, trace.probability, true});
    else
        chosen->chosen = true;
    heading_ = tr("%1: probability %2, surprisal %3 bits")
                   .arg(shown, window::formatProbability(trace.probability),
                        window::formatNumber(-std::log2(trace.probability), 3));
    updateGeometry();
    update();
}

int TokenTip::lineHeight() const {
    return fontMetrics().height() + 3;
}

int TokenTip::tokenWidth() const {
    int width = 0;
    for (const auto& line : lines_)
        width = std::max(width, fontMetrics().horizontalAdvance(line.token));
    return std::min(width, 200);
}

QSize TokenTip::sizeHint() const {
    const int probability = fontMetrics().horizontalAdvance(QStringLiteral("0.000000"));
    const int lines = static_cast<int>(lines_.size());
    return {2 * margin + std::max(fontMetrics().horizontalAdvance(heading_),
                                  tokenWidth() + barWidth + probability + 2 * margin),
            2 * margin + lineHeight() * (lines + 1) + 4};
}

void TokenTip::showAt(const QRect& area) {
    resize(sizeHint());
    QPoint place(area.left(), area.bottom() + 4);
    const QScreen* screen = QGuiApplication::screenAt(area.center());
    if (screen) {
        const QRect room = screen->availableGeometry();
        if (place.y() + height() > room.bottom())
            place.setY(area.top() - height() - 4);
        place.setX(
            std::clamp(place.x(), room.left(), std::max(room.left(), room.right() - width())));
    }
    move(place);
    show();
}

void TokenTip::paintEvent(QPaintEvent* event) {
    QFrame::paintEvent(event);
    QPainter painter(this);
    const QColor text = palette().color(QPalette::ToolTipText);
    painter.setPen(text);
    const QRect inner = rect().adjusted(margin, margin, -margin, -margin);
    int y = inner.top();
    painter.drawText(QRect(inner.left(), y, inner.width(), lineHeight()), Qt::AlignVCenter,
                     heading_);
    y += lineHeight() + 4;
    const int column = tokenWidth();
    for (const auto& line : lines_) {
        QFont font = this->font();
        font.setBold(line.chosen);
        painter.setFont(font);
        painter.drawText(QRect(inner.left(), y, column, lineHeight()),
                         Qt::AlignVCenter | Qt::AlignRight,
                         fontMetrics().elidedText(line.token, Qt::ElideRight, column));
        QColor bar = line.chosen ? palette().color(QPalette::Highlight) : text;
        bar.setAlphaF(line.chosen ? 1.0F : 0.45F);
        const int length =
            std::max(1, static_cast<int>(std::lround(barWidth * std::min(1.0, line.probability))));
        painter.fillRect(QRect(inner.left() + column + margin, y + 3, length, lineHeight() - 6),
                         bar);
        painter.drawText(QRect(inner.left(), y, inner.width(), lineHeight()),
                         Qt::AlignVCenter | Qt::AlignRight,
                         window::formatProbability(line.probability));
        y += lineHeight();
    }
}

} // namespace chatui
