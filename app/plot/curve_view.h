// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QChartView>
#include <QColor>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

namespace plot {

/// The part of the plane that is seen.
struct CurveRange {
    double left = 0;
    double right = 1;
    double bottom = 0;
    double top = 1;
};

/// What the crosshair says at one x.
struct Readout {
    struct Line {
        QString text;
        QColor color;
        double y = 0;
    };
    double x = 0;
    QString title;
    std::vector<Line> lines;
};

/// The chart's view: turns wheel, mouse and keys into ranges and draws the crosshair.
class CurveView final : public QChartView {
public:
    explicit CurveView(QWidget* parent);

    void setLowest(int height); ///< that it may have, in pixels
    void setRange(const CurveRange& range);
    void setEmptyText(const QString& text); ///< empty: there are curves to see
    /// Drawn here rather than by Qt Charts, which cuts a title down to an ellipsis where a font
    /// of another script, taller than its own, stands in.
    void setTitles(const QString& x, const QString& y);
    const QString& xTitle() const { return xTitle_; }
    const QString& yTitle() const { return yTitle_; }
    void setShowsXTitle(bool shows);
    /// Room beside the chart, so that it lines up with others.
    void setExtraMargins(int left, int right);
    /// A line at `x`, which stands at `place`.
    void setMarker(std::optional<double> x, double place);
    std::optional<double> marker() const { return marker_; }
    /// The crosshair where another view's pointer is.
    void setGuestCursor(std::optional<double> place);
    /// Without crosshair and focus frame, as a picture is exported.
    void setExporting(bool exporting) { exporting_ = exporting; }

    std::function<void(const CurveRange&)> onRangeChosen;
    std::function<void()> onShowAll;
    std::function<void()> onAppearanceChanged; ///< palette or size
    std::function<std::optional<Readout>(double place)> readoutAt;
    std::function<void(std::optional<double> place)> onPointerMoved; ///< nothing: it has left
    std::function<void(double place)> onClicked;

protected:
    void drawForeground(QPainter* painter, const QRectF& rect) override;
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
    void zoom(QPointF at, double factor, Qt::Orientations axes);
    void pan(QPointF pixels);
    void drawTitles(QPainter& painter, const QRectF& area) const;
    void drawMarker(QPainter& painter, const QRectF& area) const;
    void drawCrosshair(QPainter& painter, const QRectF& area) const;
    void drawReadout(QPainter& painter, const QRectF& area, const Readout& readout,
                     QPointF beside) const;
    void fitMargins();
    double placeAt(double x) const;
    double pixelOf(double place) const;

    CurveRange range_;
    int lowest_ = 0;
    QString emptyText_;
    QString xTitle_, yTitle_;
    bool showsXTitle_ = true;
    int extraLeft_ = 0, extraRight_ = 0;
    bool exporting_ = false;
    std::optional<double> marker_;
    double markerPlace_ = 0;
    std::optional<double> guest_; ///< place of another view's crosshair
    QPointF pressed_;
    std::optional<QPointF> dragged_;
    std::optional<QPointF> pointer_;
};

} // namespace plot
