// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plot/bar_plot.h"

#include "app/plot/bar_canvas.h"
#include "app/plot/save.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace plot {

struct BarPlot::State {
    QLabel* caption = nullptr;
    BarCanvas* canvas = nullptr;

    /// A picture holds the bars that a page can show; the CSV holds all of them.
    QSize pictureSize() const {
        const int bars = std::clamp(static_cast<int>(canvas->bars().size()), 1, 200);
        return {std::max(480, canvas->width()), captionHeight() + bars * canvas->rowHeight() + 8};
    }
    int captionHeight() const { return caption->text().isEmpty() ? 0 : canvas->rowHeight() + 4; }
    void paint(QPainter& painter) const {
        const QSize size = pictureSize();
        painter.setFont(canvas->font());
        painter.setPen(canvas->palette().color(QPalette::Text));
        painter.drawText(QRect(8, 0, size.width() - 16, captionHeight()),
                         Qt::AlignLeft | Qt::AlignVCenter, caption->text());
        painter.translate(0, captionHeight());
        canvas->paintBars(painter, {size.width(), size.height() - captionHeight() - 8}, 0, false);
    }
};

BarPlot::BarPlot(QWidget* parent) : QWidget(parent), state_(std::make_unique<State>()) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    state_->caption = new QLabel;
    state_->caption->setTextFormat(Qt::PlainText);
    state_->caption->setWordWrap(true);
    state_->caption->hide();
    state_->canvas = new BarCanvas(this);
    state_->canvas->onActivated = [this](int index) { emit barActivated(index); };
    layout->addWidget(state_->caption);
    layout->addWidget(state_->canvas, 1);
    setFocusProxy(state_->canvas);
}

BarPlot::~BarPlot() = default;

void BarPlot::setBars(std::vector<Bar> bars) {
    state_->canvas->setBars(std::move(bars));
}

const std::vector<Bar>& BarPlot::bars() const {
    return state_->canvas->bars();
}

void BarPlot::setCaption(const QString& caption) {
    state_->caption->setText(caption);
    state_->caption->setVisible(!caption.isEmpty());
    state_->canvas->setAccessibleName(caption.isEmpty() ? tr("Bars") : tr("Bars: %1").arg(caption));
}

QString BarPlot::caption() const {
    return state_->caption->text();
}

void BarPlot::setEmptyText(const QString& text) {
    state_->canvas->setEmptyText(text);
}

void BarPlot::savePng(const QString& path) {
    savePicture(path, state_->pictureSize(), palette().color(QPalette::Base),
                [this](QPainter& painter) { state_->paint(painter); });
}

void BarPlot::saveSvg(const QString& path) {
    saveDrawing(path, state_->pictureSize(), caption(), palette().color(QPalette::Base),
                [this](QPainter& painter) { state_->paint(painter); });
}

void BarPlot::saveCsv(const QString& path) const {
    QByteArray bytes = "label,value\r\n";
    for (const Bar& bar : bars())
        bytes += csvField(bar.label) + ',' + csvNumber(bar.value) + "\r\n";
    saveBytes(path, bytes);
}

} // namespace plot
