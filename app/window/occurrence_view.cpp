// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/occurrence_view.h"

#include "app/window/text.h"

#include <QApplication>
#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTextLayout>

#include <algorithm>

namespace window {

namespace {

enum Role { DocumentRole = Qt::UserRole, OffsetRole, BeginRole, LengthRole };

/// Paints a line with its n-gram bold and underlined: marks that no palette and no selection hides.
class MarkDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        QStyleOptionViewItem item = option;
        initStyleOption(&item, index);
        const QString text = item.text;
        item.text.clear();
        const QStyle* style = item.widget ? item.widget->style() : QApplication::style();
        style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);

        QTextCharFormat mark;
        mark.setFontWeight(QFont::Bold);
        mark.setFontUnderline(true);
        QTextLayout layout(text, item.font);
        layout.setFormats({{index.data(BeginRole).toInt(), index.data(LengthRole).toInt(), mark}});
        layout.beginLayout();
        QTextLine line = layout.createLine();
        layout.endLayout();
        if (!line.isValid())
            return;
        const int margin = style->pixelMetric(QStyle::PM_FocusFrameHMargin, &item, item.widget) + 1;
        const QRect area = item.rect.adjusted(margin, 0, -margin, 0);
        // A long line is moved so that the n-gram is seen.
        const double end =
            line.cursorToX(index.data(BeginRole).toInt() + index.data(LengthRole).toInt());
        const double shift = end > area.width() ? area.width() * 0.7 - end : 0;
        painter->save();
        painter->setClipRect(area);
        painter->setPen(item.palette.color(
            item.state & QStyle::State_Selected ? QPalette::HighlightedText : QPalette::Text));
        layout.draw(painter,
                    QPointF(area.left() + shift, area.top() + (area.height() - line.height()) / 2));
        painter->restore();
    }
};

} // namespace

OccurrenceView::OccurrenceView(QWidget* parent) : TableView(parent) {
    setAccessibleName(tr("Lines of the corpus"));
    lines_.setHorizontalHeaderLabels({tr("Document"), tr("Line"), tr("Text")});
    for (int column = 0; column < lines_.columnCount(); ++column)
        lines_.horizontalHeaderItem(column)->setTextAlignment(
            Qt::AlignVCenter | (column == 1 ? Qt::AlignRight : Qt::AlignLeft));
    setModel(&lines_);
    setItemDelegateForColumn(2, new MarkDelegate(this));
    connect(this, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        const QModelIndex first = index.siblingAtColumn(0);
        emit placeActivated(first.data(DocumentRole).toString(),
                            first.data(OffsetRole).toULongLong());
    });
}

void OccurrenceView::setLines(const std::vector<corpus::Occurrence>& lines) {
    lines_.removeRows(0, lines_.rowCount());
    for (const corpus::Occurrence& line : lines) {
        auto* document = new QStandardItem(toQString(line.document.filename()));
        document->setToolTip(toQString(line.document));
        document->setData(toQString(line.document), DocumentRole);
        document->setData(QVariant::fromValue<quint64>(line.byteOffset), OffsetRole);
        auto* number = new QStandardItem(formatCount(line.line));
        number->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        auto* text = new QStandardItem(line.available ? toQString(line.text)
                                                      : tr("The file has gone or has changed."));
        const auto before = toQString(line.text.substr(0, line.begin)).size();
        const auto marked = toQString(line.text.substr(line.begin, line.end - line.begin)).size();
        text->setData(static_cast<int>(before), BeginRole);
        text->setData(static_cast<int>(marked), LengthRole);
        lines_.appendRow({document, number, text});
    }
    // The text deserves the room: a long file name is cut, its tool tip says the whole.
    setColumnWidth(0,
                   std::max(horizontalHeader()->sectionSizeHint(0),
                            std::min(sizeHintForColumn(0), 20 * fontMetrics().averageCharWidth())));
}

} // namespace window
