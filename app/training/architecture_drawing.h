// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/training/architecture_outline.h"

#include <QWidget>

#include <vector>

namespace training {

/// A drawing of a network, from its tokens at the top to its distribution at the bottom: what is
/// repeated stands in a frame, what is added up again runs along the left, and what is shared with
/// the output along the right.
class ArchitectureDrawing : public QWidget {
    Q_OBJECT
public:
    explicit ArchitectureDrawing(QWidget* parent = nullptr);

    void setSpec(const neural::RunSpec& spec);
    const Outline& outline() const { return outline_; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// Where a group's rows stand, and the frame around them.
    struct Place {
        QRectF frame;
        std::vector<QRectF> rows;
    };

    std::vector<Place> places(double width) const;
    QFont drawingFont() const;
    double heightOf(const OutlineRow& row, double width) const;
    void fitHeight();
    void paintGroup(QPainter& painter, const OutlineGroup& group, const Place& place) const;
    void paintRow(QPainter& painter, const OutlineRow& row, const QRectF& place) const;
    void paintSum(QPainter& painter, const OutlineGroup& group, const Place& place,
                  std::size_t row) const;
    void paintSides(QPainter& painter, const std::vector<Place>& places) const;

    Outline outline_;
};

} // namespace training
