// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/inspect/legend.h"

#include "app/inspect/token_editor.h"

#include <QPainter>

namespace inspect {

namespace {
constexpr int barWidth = 160;
}

QSize Legend::sizeHint() const {
    const auto metrics = fontMetrics();
    return {barWidth + metrics.horizontalAdvance(tr("0 bits")) +
                metrics.horizontalAdvance(tr("20 bits and more")) + 24,
            metrics.height() + 6};
}

void Legend::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const int text = fontMetrics().horizontalAdvance(tr("0 bits"));
    const QRect bar(text + 8, 4, barWidth, height() - 8);
    for (int x = 0; x < bar.width(); ++x)
        painter.fillRect(bar.left() + x, bar.top(), 1, bar.height(),
                         surprisalColor(fullSurprisal * x / bar.width(), palette()));
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, tr("0 bits"));
    painter.drawText(rect().adjusted(bar.right() + 8, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("20 bits and more"));
}

} // namespace inspect
