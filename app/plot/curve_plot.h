// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include <memory>
#include <span>
#include <vector>

class QMenu;

namespace plot {

/// A point of a curve. x does not fall within a series.
struct Point {
    double x = 0;
    double y = 0;
};

/// Several curves with a legend, axes and a crosshair. Keeps every point that it is given and draws
/// each pixel column's minimum and maximum, so that a million points cost what a thousand do;
/// redraws at 10 Hz at most. Wheel zooms, drag pans, double click shows all; arrow keys and +/- do
/// the same.
class CurvePlot : public QWidget {
    Q_OBJECT
public:
    explicit CurvePlot(QWidget* parent = nullptr);
    ~CurvePlot() override;

    void setAxisTitles(const QString& x, const QString& y);
    void setEmptyText(const QString& text); ///< shown while there are no points

    /// Adds a series and returns its number. `dashed` sets validation apart from training; series
    /// of one `group` share a colour and an entry of the legend, which says `legend`, or else the
    /// name of the latest.
    int addSeries(const QString& name, int group, bool dashed = false, const QString& legend = {});
    void removeAllSeries();
    void append(int series, std::span<const Point> points);
    const std::vector<Point>& points(int series) const;
    int seriesCount() const;
    QStringList legend() const; ///< its entries
    /// Points handed to Qt Charts at the last redraw, over all series (for tests and benchmarks).
    int drawnPointCount() const;
    /// Draws now rather than at the next tick (for export and tests).
    void redrawNow();

    void savePng(const QString& path);
    void saveSvg(const QString& path);
    void saveCsv(const QString& path) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace plot
