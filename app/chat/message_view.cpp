// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/message_view.h"

#include "app/chat/token_tip.h"
#include "app/plot/theme.h"
#include "app/window/text.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QResizeEvent>

#include <algorithm>
#include <cmath>

namespace chatui {

MessageView::MessageView(QWidget* parent) : QWidget(parent), tip_(new TokenTip(this)) {
    setObjectName("messageText");
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::IBeamCursor);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void MessageView::setMessage(const chat::Message& message) {
    message_ = message;
    text_ = window::toQString(message.text);
    ranges_ = tokenRanges(message.text, message.tokens);
    if (current_ >= static_cast<int>(ranges_.size()))
        setCurrent(-1);
    const int length = static_cast<int>(text_.size());
    anchor_ = std::min(anchor_, length);
    cursor_ = std::min(cursor_, length);
    setAccessibleDescription(text_);
    layOut(layout_, width());
    updateGeometry();
    update();
}

void MessageView::setTinted(bool tinted) {
    tinted_ = tinted;
    update();
}

int MessageView::layOut(QTextLayout& layout, int width) const {
    // One paragraph for QTextLayout: line ends as U+2028, unit for unit, so that places stay.
    QString paragraph = text_;
    paragraph.replace('\n', QChar::LineSeparator);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setFont(font());
    layout.setTextOption(option);
    layout.setText(paragraph);
    layout.beginLayout();
    qreal y = 0;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(std::max(width, 1));
        line.setPosition({0, y});
        y += line.height();
    }
    layout.endLayout();
    return std::max(static_cast<int>(std::ceil(y)), fontMetrics().height());
}

int MessageView::heightForWidth(int width) const {
    QTextLayout layout;
    return layOut(layout, width);
}

QSize MessageView::sizeHint() const {
    return {400, heightForWidth(std::max(width(), 100))};
}

QSize MessageView::minimumSizeHint() const {
    return {100, fontMetrics().height()};
}

void MessageView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    layOut(layout_, width());
}

void MessageView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        layOut(layout_, width());
        updateGeometry();
    }
}

QList<QTextLayout::FormatRange> MessageView::formats() const {
    QList<QTextLayout::FormatRange> formats;
    if (tinted_) {
        for (std::size_t token = 0; token < ranges_.size(); ++token) {
            QTextLayout::FormatRange range;
            range.start = ranges_[token].begin;
            range.length = ranges_[token].end - ranges_[token].begin;
            const QColor colour =
                plot::scaleColor(1 - message_.tokens[token].probability, palette());
            range.format.setBackground(colour);
            range.format.setForeground(plot::textOn(colour));
            if (range.length > 0)
                formats << range;
        }
    }
    if (anchor_ != cursor_) {
        QTextLayout::FormatRange selection;
        selection.start = std::min(anchor_, cursor_);
        selection.length = std::abs(cursor_ - anchor_);
        selection.format.setBackground(palette().brush(QPalette::Highlight));
        selection.format.setForeground(palette().brush(QPalette::HighlightedText));
        formats << selection;
    }
    return formats;
}

void MessageView::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::Text));
    layout_.draw(&painter, {0, 0}, formats());
    if (current_ < 0)
        return;
    auto [begin, end] = ranges_[static_cast<std::size_t>(current_)];
    while (begin < end - 1 && text_[begin] == ' ')
        ++begin; // a word's line does not reach under the space before it
    painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
    for (int place = begin; place < end;) {
        const QTextLine line = layout_.lineForTextPosition(place);
        if (!line.isValid())
            break;
        const int lineEnd = std::min(end, line.textStart() + line.textLength());
        const qreal y = line.y() + line.ascent() + 2;
        painter.drawLine(QPointF(line.cursorToX(place), y), QPointF(line.cursorToX(lineEnd), y));
        place = std::max(lineEnd, place + 1);
    }
}

int MessageView::positionAt(const QPointF& point, bool onText) const {
    for (int i = 0; i < layout_.lineCount(); ++i) {
        const QTextLine line = layout_.lineAt(i);
        const bool last = i == layout_.lineCount() - 1;
        if (point.y() >= line.y() + line.height() && !(last && !onText))
            continue;
        if (!onText)
            return line.xToCursor(point.x());
        const QRectF used = line.naturalTextRect();
        if (point.x() < used.left() || point.x() >= used.right())
            return -1;
        return line.xToCursor(point.x(), QTextLine::CursorOnCharacter);
    }
    return onText ? -1 : static_cast<int>(text_.size());
}

QRect MessageView::tokenRect(int token) const {
    if (token < 0 || token >= static_cast<int>(ranges_.size()))
        return {};
    auto [begin, end] = ranges_[static_cast<std::size_t>(token)];
    while (begin < end - 1 && text_[begin] == ' ')
        ++begin;
    const QTextLine line = layout_.lineForTextPosition(begin);
    if (begin == end || !line.isValid())
        return {};
    const int lineEnd = std::min(end, line.textStart() + line.textLength());
    const qreal left = line.cursorToX(begin);
    const qreal right = line.cursorToX(lineEnd);
    return QRectF(std::min(left, right), line.y(), std::abs(right - left), line.height())
        .toAlignedRect();
}

void MessageView::setCurrent(int token) {
    if (token == current_)
        return;
    current_ = token;
    update();
    if (token < 0) {
        tip_->hide();
        return;
    }
    const auto [begin, end] = ranges_[static_cast<std::size_t>(token)];
    tip_->setToken(message_.tokens[static_cast<std::size_t>(token)], text_.mid(begin, end - begin));
    const QRect area = tokenRect(token);
    tip_->showAt({mapToGlobal(area.topLeft()), area.size()});
    setAccessibleDescription(tip_->heading());
    QAccessibleEvent news(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&news);
}

int MessageView::neighbour(int token, int step) const {
    const int count = static_cast<int>(ranges_.size());
    for (int next = token + step; next >= 0 && next < count; next += step)
        if (!tokenRect(next).isEmpty())
            return next;
    return token;
}

void MessageView::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton) {
        cursor_ = positionAt(event->position(), false);
        setCurrent(-1);
        update();
        return;
    }
    const int position = positionAt(event->position(), true);
    setCurrent(position < 0 ? -1 : tokenAt(ranges_, position));
}

void MessageView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return QWidget::mousePressEvent(event);
    anchor_ = cursor_ = positionAt(event->position(), false);
    update();
}

void MessageView::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    setCurrent(-1);
}

void MessageView::keyPressEvent(QKeyEvent* event) {
    const int count = static_cast<int>(ranges_.size());
    if (event->matches(QKeySequence::Copy)) {
        const QString selected = selectedText();
        QApplication::clipboard()->setText(selected.isEmpty() ? text_ : selected);
    } else if (event->matches(QKeySequence::SelectAll)) {
        anchor_ = 0;
        cursor_ = static_cast<int>(text_.size());
        update();
    } else if (event->key() == Qt::Key_Escape && current_ >= 0) {
        setCurrent(-1);
    } else if (count > 0 && event->key() == Qt::Key_Right) {
        setCurrent(neighbour(current_, 1));
    } else if (count > 0 && event->key() == Qt::Key_Left) {
        setCurrent(current_ < 0 ? neighbour(count, -1) : neighbour(current_, -1));
    } else if (count > 0 && event->key() == Qt::Key_Home) {
        setCurrent(neighbour(-1, 1));
    } else if (count > 0 && event->key() == Qt::Key_End) {
        setCurrent(neighbour(count, -1));
    } else {
        QWidget::keyPressEvent(event);
    }
}

void MessageView::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    setCurrent(-1);
}

void MessageView::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    setCurrent(-1);
}

QString MessageView::selectedText() const {
    return text_.mid(std::min(anchor_, cursor_), std::abs(cursor_ - anchor_));
}

} // namespace chatui
