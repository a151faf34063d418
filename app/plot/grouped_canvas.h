// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/plot/grouped_bars.h"

#include <QRectF>

#include <vector>

namespace plot {

/// The drawing of a GroupedBars.
class GroupedCanvas final : public QWidget {
public:
    explicit GroupedCanvas(QWidget* parent);

    void setData(GroupedBarData data);
    const GroupedBarData& data() const { return data_; }
    void paintBars(QPainter& painter, QSize area, bool withCurrent) const;

    QSize sizeHint() const override { return {560, 320}; }
    QSize minimumSizeHint() const override { return {320, 180}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// Where one section stands: its bars, and how far its scale reaches.
    struct Place {
        QRectF bars;
        double step = 0;
        double top = 0;
        int ticks = 0; ///< from 0, which is not counted, to the top
        double groupWidth = 0;
        int axis = 0; ///< width of the numbers at its left
    };
    struct Arrangement {
        std::vector<Place> sections;
        bool slanted = false; ///< the labels do not fit side by side
        int labelHeight = 0;
        int legendHeight = 0;
    };
    Arrangement arrange(QSize area) const;
    int legend(QPainter* painter, int width) const;
    void paintSection(QPainter& painter, const Arrangement& all, std::size_t index,
                      bool withCurrent) const;
    void paintLabel(QPainter& painter, const Arrangement& all, const QRectF& below,
                    const QString& label) const;
    int groups() const;
    const GroupedBarData::Group* group(int index) const;
    /// The group's place on the screen; an empty one where there is none.
    QRectF placeOf(int index) const;
    int indexAt(const QPointF& position) const;
    QString sentence(int index) const;
    void setCurrent(int index, bool tell);

    GroupedBarData data_;
    int current_ = -1;
};

} // namespace plot
