// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plot/heatmap.h"

#include "app/plot/heatmap_canvas.h"
#include "app/plot/save.h"

#include <QVBoxLayout>

#include <utility>

namespace plot {

struct Heatmap::State {
    HeatmapCanvas* canvas = nullptr;
};

Heatmap::Heatmap(QWidget* parent) : QWidget(parent), state_(std::make_unique<State>()) {
    state_->canvas = new HeatmapCanvas(this);
    state_->canvas->onHovered = [this](int row, int column) { emit cellHovered(row, column); };
    state_->canvas->onActivated = [this](int row, int column) { emit cellActivated(row, column); };
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(state_->canvas);
    setFocusProxy(state_->canvas);
}

Heatmap::~Heatmap() = default;

void Heatmap::setMatrix(QStringList rows, QStringList columns, std::vector<double> values,
                        std::vector<QString> texts, std::vector<double> exact) {
    Q_ASSERT(values.size() == static_cast<std::size_t>(rows.size() * columns.size()));
    Q_ASSERT(values.size() == texts.size());
    Q_ASSERT(exact.empty() || exact.size() == values.size());
    state_->canvas->setData({std::move(rows), std::move(columns), std::move(values),
                             std::move(texts), std::move(exact)});
}

void Heatmap::setAxisTitles(const QString& rows, const QString& columns) {
    state_->canvas->setAxisTitles(rows, columns);
}

void Heatmap::setEmptyText(const QString& text) {
    state_->canvas->setEmptyText(text);
}

double Heatmap::zoom() const {
    return state_->canvas->zoom();
}

QPoint Heatmap::currentCell() const {
    return state_->canvas->currentCell();
}

void Heatmap::savePng(const QString& path) {
    savePicture(path, state_->canvas->size(), palette().color(QPalette::Base),
                [this](QPainter& painter) {
                    state_->canvas->paintAll(painter, state_->canvas->size(), false);
                });
}

void Heatmap::saveSvg(const QString& path) {
    saveDrawing(path, state_->canvas->size(), accessibleName(), palette().color(QPalette::Base),
                [this](QPainter& painter) {
                    state_->canvas->paintAll(painter, state_->canvas->size(), false);
                });
}

void Heatmap::saveCsv(const QString& path) const {
    const HeatmapData& data = state_->canvas->data();
    QByteArray bytes;
    for (const QString& column : data.columns)
        bytes += ',' + csvField(column);
    bytes += "\r\n";
    for (int row = 0; row < data.rows.size(); ++row) {
        bytes += csvField(data.rows[row]);
        for (int column = 0; column < data.columns.size(); ++column)
            bytes += ',' + (data.exact.empty() ? csvField(data.texts[data.at(row, column)])
                                               : csvNumber(data.exact[data.at(row, column)]));
        bytes += "\r\n";
    }
    saveBytes(path, bytes);
}

} // namespace plot
