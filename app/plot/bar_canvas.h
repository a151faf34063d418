// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/plot/bar_plot.h"

#include <QAbstractScrollArea>

#include <functional>
#include <vector>

namespace plot {

/// The bars of a BarPlot. Scrolls by whole bars, so that the scroll bar counts bars and not pixels
/// and any number of them fits.
class BarCanvas final : public QAbstractScrollArea {
public:
    explicit BarCanvas(QWidget* parent);

    void setBars(std::vector<Bar> bars);
    const std::vector<Bar>& bars() const { return bars_; }
    void setEmptyText(const QString& text);
    int rowHeight() const;
    /// Paints bars from `first` on into an area as wide and high as given.
    void paintBars(QPainter& painter, QSize area, int first, bool withCurrent) const;

    std::function<void(int)> onActivated;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void measure();
    void updateScrollBar();
    void setCurrent(int index);
    int indexAt(int y) const;
    QString sentence(int index) const;

    std::vector<Bar> bars_;
    QString emptyText_;
    int current_ = -1;
    double largest_ = 0;
    int labelWidth_ = 0;
    int valueWidth_ = 0;
};

} // namespace plot
