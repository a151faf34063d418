// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/plot/curve_plot.h"

#include <QTimer>
#include <QWidget>

#include <vector>

class QSplitter;

namespace plot {

/// Plots one above the other over one x axis: they line up, are zoomed and moved sideways together,
/// and the crosshair of one is the crosshair of all. The first is the tallest and has the legend;
/// the lowest that is shown has the axis' numbers.
class CurveStack : public QWidget {
    Q_OBJECT
public:
    explicit CurveStack(QWidget* parent = nullptr);

    /// The next lower plot; belongs to the stack.
    CurvePlot* addPlot();
    void setPlotShown(CurvePlot* plot, bool shown);

    /// For all plots, whatever their y axes are.
    void setXScale(Scale scale);
    void setYScale(CurvePlot* plot, Scale scale);
    void setXTitle(const QString& title);
    void setYTitle(CurvePlot* plot, const QString& title);
    void setMarker(std::optional<double> x);

    void savePng(const QString& path);
    void saveSvg(const QString& path);
    void saveCsv(const QString& path) const; ///< of the plots that are shown

signals:
    void clicked(double x);

private:
    struct Part {
        CurvePlot* plot = nullptr;
        QString yTitle;
        Scale yScale = Scale::Linear;
        bool shown = true;
        std::pair<int, int> extra; ///< margins that were added, left and right
    };

    Part& partOf(const CurvePlot* plot);
    void arrange();
    void shareBounds();
    void lineUp();
    void paint(QPainter& painter);

    QSplitter* splitter_;
    QTimer settled_; ///< until charts that were drawn are laid out, too
    std::vector<Part> parts_;
    Scale xScale_ = Scale::Linear;
    QString xTitle_;
};

} // namespace plot
