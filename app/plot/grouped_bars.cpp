// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plot/grouped_bars.h"

#include "app/plot/grouped_canvas.h"
#include "app/plot/save.h"

#include <QVBoxLayout>

#include <utility>

namespace plot {

struct GroupedBars::State {
    GroupedCanvas* canvas = nullptr;

    QSize pictureSize() const { return canvas->size().expandedTo({640, 360}); }
    void paint(QPainter& painter) const {
        painter.setFont(canvas->font());
        canvas->paintBars(painter, pictureSize(), false);
    }
};

GroupedBars::GroupedBars(QWidget* parent) : QWidget(parent), state_(std::make_unique<State>()) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    state_->canvas = new GroupedCanvas(this);
    layout->addWidget(state_->canvas);
    setFocusProxy(state_->canvas);
}

GroupedBars::~GroupedBars() = default;

void GroupedBars::setData(GroupedBarData data) {
    state_->canvas->setData(std::move(data));
}

const GroupedBarData& GroupedBars::data() const {
    return state_->canvas->data();
}

void GroupedBars::savePng(const QString& path) {
    savePicture(path, state_->pictureSize(), palette().color(QPalette::Base),
                [this](QPainter& painter) { state_->paint(painter); });
}

void GroupedBars::saveSvg(const QString& path) {
    saveDrawing(path, state_->pictureSize(), accessibleName(), palette().color(QPalette::Base),
                [this](QPainter& painter) { state_->paint(painter); });
}

void GroupedBars::saveCsv(const QString& path) const {
    QByteArray bytes = "section,label";
    for (const auto& series : data().series)
        bytes += ',' + csvField(series.name);
    bytes += "\r\n";
    for (const auto& section : data().sections)
        for (const auto& group : section.groups) {
            bytes += csvField(section.title) + ',' + csvField(group.label);
            for (const double value : group.values)
                bytes += ',' + csvNumber(value);
            bytes += "\r\n";
        }
    saveBytes(path, bytes);
}

} // namespace plot
