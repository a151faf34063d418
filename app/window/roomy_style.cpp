// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/roomy_style.h"

#include <QApplication>
#include <QProxyStyle>
#include <QStyleFactory>
#include <QStyleOption>

namespace window {

namespace {

constexpr int arrowSize = 8;

class RoomyStyle final : public QProxyStyle {
public:
    RoomyStyle() : QProxyStyle(QStyleFactory::create(QApplication::style()->name())) {}

    int pixelMetric(PixelMetric metric, const QStyleOption* option,
                    const QWidget* widget) const override {
        if (metric == PM_HeaderMargin)
            return roomyMargin;
        if (metric == PM_FocusFrameHMargin) // a cell's text begins one pixel after it
            return roomyMargin - 1;
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override {
        // The program's own style draws boxes that can be seen in the dark.
        if (element == PE_IndicatorItemViewItemCheck)
            QApplication::style()->drawPrimitive(element, option, painter, widget);
        else
            QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override {
        const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
        if (element == CE_Header && header && hasArrow(*header)) {
            drawSorted(*header, painter, widget);
            return;
        }
        if (element != CE_HeaderLabel || !header) {
            QProxyStyle::drawControl(element, option, painter, widget);
            return;
        }
        // The margin is meant for the sides alone; above and below, the label has what there
        // is.
        QStyleOptionHeader label = *header;
        label.rect.adjust(0, 1 - roomyMargin, 0, roomyMargin - 1);
        QProxyStyle::drawControl(element, &label, painter, widget);
    }
    QRect subElementRect(SubElement element, const QStyleOption* option,
                         const QWidget* widget) const override {
        const QRect rect = QProxyStyle::subElementRect(element, option, widget);
        const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
        if (!header || !hasArrow(*header))
            return rect;
        // The usual places take the margin for one on all sides, which leaves an arrow no height.
        const QRect all = header->rect;
        const QRect arrow(all.right() - arrowSize - 2, all.center().y() - arrowSize / 2, arrowSize,
                          arrowSize);
        // A title at the right of its column gives the arrow room by beginning further left.
        const int margin = (header->textAlignment & Qt::AlignRight) ? 2 : roomyMargin;
        if (element == SE_HeaderArrow)
            return visualRect(header->direction, all, arrow);
        if (element == SE_HeaderLabel)
            return visualRect(header->direction, all,
                              QRect(QPoint(all.left() + margin, rect.top()),
                                    QPoint(arrow.left() - 2, rect.bottom())));
        return rect;
    }
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                           const QWidget* widget) const override {
        QSize needed = QProxyStyle::sizeFromContents(type, option, size, widget);
        if (type == CT_HeaderSection)
            needed.setHeight(option->fontMetrics.height() + 6);
        return needed;
    }

private:
    static bool hasArrow(const QStyleOptionHeader& header) {
        return header.orientation == Qt::Horizontal &&
               header.sortIndicator != QStyleOptionHeader::None;
    }

    /// The style below would ask itself for the places, not this one.
    void drawSorted(const QStyleOptionHeader& header, QPainter* painter,
                    const QWidget* widget) const {
        drawControl(CE_HeaderSection, &header, painter, widget);
        QStyleOptionHeader part = header;
        part.rect = subElementRect(SE_HeaderArrow, &header, widget);
        drawPrimitive(PE_IndicatorHeaderArrow, &part, painter, widget);
        part.rect = subElementRect(SE_HeaderLabel, &header, widget);
        part.sortIndicator = QStyleOptionHeader::None;
        drawControl(CE_HeaderLabel, &part, painter, widget);
    }
};

} // namespace

void setRoomyStyle(QAbstractItemView* view, QHeaderView* header) {
    auto* style = new RoomyStyle;
    style->setParent(view);
    view->setStyle(style);
    header->setStyle(style);
}

} // namespace window
