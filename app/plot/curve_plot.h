// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/plot/scale.h"

#include <QString>
#include <QWidget>

#include <memory>
#include <optional>
#include <span>
#include <vector>

class QPainter;

namespace plot {

/// A point of a curve. x does not fall within a series.
struct Point {
    double x = 0;
    double y = 0;
};

/// How a curve is drawn, so that several of one colour can be told apart.
enum class Stroke {
    Pale,   ///< noise: thin, and lighter than what lies in it
    Full,   ///< what the noise is about
    Dashed, ///< measured apart
    Dotted  ///< and on another text
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
    QString yTitle() const;
    void setEmptyText(const QString& text); ///< shown while there are no points
    /// What has no place on a logarithmic axis is not drawn. Shows all.
    void setScales(Scale x, Scale y);
    /// A lower plot among others: it may be small and has no legend, and its x axis no numbers
    /// where another's below has them.
    void setCompact(bool compact, bool xLabels);

    /// Adds a series and returns its number. Series of one `group` share a colour and an entry of
    /// the legend, which says `legend`, or else the name of the latest.
    int addSeries(const QString& name, int group, Stroke stroke = Stroke::Pale,
                  const QString& legend = {});
    void removeAllSeries();
    void append(int series, std::span<const Point> points);
    const std::vector<Point>& points(int series) const;
    int seriesCount() const;
    QStringList legend() const; ///< its entries
    /// Points handed to Qt Charts at the last redraw, over all series (for tests and benchmarks).
    int drawnPointCount() const;
    /// Draws now rather than at the next tick (for export and tests).
    void redrawNow();

    /// A line through the picture at this x, until another is set.
    void setMarker(std::optional<double> x);
    std::optional<double> marker() const;
    /// The crosshair as another plot of the same x axis has it, as a place on that axis.
    void setCursor(std::optional<double> place);
    using QWidget::setCursor;

    /// From where to where the x axis goes, in places; what other plots of it hold counts too.
    std::pair<double, double> horizontalRange() const;
    std::optional<std::pair<double, double>> horizontalBounds() const; ///< of the points
    void shareHorizontalBounds(std::optional<std::pair<double, double>> bounds);
    void showHorizontalRange(double left, double right);
    void showAll();

    /// Pixels between the widget's edges and the axes' rectangle, and more of them so that plots
    /// which stand above each other line up.
    std::pair<int, int> sideMargins() const;
    void setExtraMargins(int left, int right);

    /// The curves without crosshair and focus, as large as the widget.
    void paintPicture(QPainter& painter, const QRectF& target);
    /// "series,x,y" lines, without a header.
    QByteArray csvLines() const;
    void savePng(const QString& path);
    void saveSvg(const QString& path);
    void saveCsv(const QString& path) const;

signals:
    void redrawn();
    void cursorMoved(std::optional<double> place);
    void horizontalRangeChosen(double left, double right);
    void allShown();
    void clicked(double x); ///< by the mouse, without a drag

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace plot
