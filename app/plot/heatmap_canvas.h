// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

#include <functional>
#include <optional>
#include <vector>

namespace plot {

/// What a Heatmap shows. Row-major.
struct HeatmapData {
    QStringList rows;
    QStringList columns;
    std::vector<double> values; ///< 0 to 1
    std::vector<QString> texts;
    std::vector<double> exact; ///< of the texts; may be empty

    std::size_t at(int row, int column) const {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns.size()) +
               static_cast<std::size_t>(column);
    }
};

/// The cells of a Heatmap, painted where they are visible.
class HeatmapCanvas final : public QWidget {
public:
    explicit HeatmapCanvas(QWidget* parent);

    void setData(HeatmapData data);
    const HeatmapData& data() const { return data_; }
    void setAxisTitles(const QString& rows, const QString& columns);
    void setEmptyText(const QString& text);
    double zoom() const { return zoom_; }
    QPoint currentCell() const { return current_; }
    void paintAll(QPainter& painter, QSize size, bool withCurrent) const;
    QSize sizeHint() const override { return {480, 420}; }

    std::function<void(int row, int column)> onHovered;
    std::function<void(int row, int column)> onActivated;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// Where things stand in an area of a size.
    struct Geometry {
        QRectF cells;      ///< the part that shows cells
        double width = 1;  ///< of a cell
        double height = 1; ///< of a cell
    };
    Geometry geometry(QSize size) const;
    bool isEmpty() const { return data_.rows.isEmpty() || data_.columns.isEmpty(); }
    QPoint cellAt(QPointF position) const;
    QRectF cellRect(const Geometry& place, int row, int column) const;
    void zoomAt(QPointF position, double factor);
    void panBy(QPointF pixels);
    void showAll();
    void clampView();
    void setCurrent(QPoint cell, bool tell);
    QString sentence(QPoint cell) const;
    void measure();
    void paintCells(QPainter& painter, const Geometry& place) const;
    void paintLabels(QPainter& painter, const Geometry& place) const;
    void paintScale(QPainter& painter, const Geometry& place) const;

    HeatmapData data_;
    QString rowTitle_;
    QString columnTitle_;
    QString emptyText_;
    double zoom_ = 1;
    QPointF corner_; ///< the cell, in columns and rows, at the upper left of what is visible
    QPoint current_{-1, -1};
    QPoint hovered_{-1, -1};
    std::optional<QPointF> dragged_;
    int labelWidth_ = 0;
    int columnLabelWidth_ = 0;
    QString lowText_; ///< of the smallest and the largest value, for the scale
    QString highText_;
};

} // namespace plot
