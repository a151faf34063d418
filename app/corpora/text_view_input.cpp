// SPDX-License-Identifier: GPL-3.0-or-later
// The caret, the selection, and what keyboard and mouse do to them.
#include "app/corpora/text_view.h"
#include "app/corpora/text_view_guard.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTextBoundaryFinder>
#include <QTextLayout>
#include <QWheelEvent>

#include <algorithm>
#include <array>

namespace corpora {

namespace {

constexpr int textMargin = 6;
/// A copy reads its text on the GUI thread: this much takes a few milliseconds.
constexpr std::uint64_t longestCopy = std::uint64_t{1} << 20;

} // namespace

const TextView::Row* TextView::rowOf(std::uint64_t line) const {
    const auto row = std::find_if(rows_.begin(), rows_.end(), [line](const Row& candidate) {
        return candidate.line.byteOffset == line;
    });
    return row == rows_.end() ? nullptr : &*row;
}

QString TextView::textOf(std::uint64_t line) const {
    if (const Row* row = rowOf(line))
        return row->text;
    const auto lines = window_->lines(line, 1);
    return lines.empty() ? QString() : window::toQString(lines.front().text);
}

std::uint64_t TextView::lineAfter(std::uint64_t line) const {
    const auto lines = window_->lines(line, 2);
    return lines.size() < 2 ? line : lines[1].byteOffset;
}

/// Whether the next line shown is the same line of the file, cut because it is long.
bool TextView::continues(const corpus::VisibleLine& line) const {
    std::array<std::byte, 2> end{};
    if (line.byteEnd < line.byteOffset + end.size())
        return false;
    if (file_->readAt(line.byteEnd - end.size(), end) < end.size())
        return false;
    const auto isEnd = [](std::byte b) { return b == std::byte{'\n'} || b == std::byte{'\r'}; };
    if (document_.encoding == "UTF-16LE")
        return !(isEnd(end[0]) && end[1] == std::byte{0});
    if (document_.encoding == "UTF-16BE")
        return !(isEnd(end[1]) && end[0] == std::byte{0});
    return !isEnd(end[1]);
}

void TextView::goTo(std::uint64_t byteOffset) {
    guarded([&] {
        if (!window_ || size() == 0)
            return;
        const auto line = window_->lineStart(std::min(byteOffset, size() - 1));
        highlight_ = line;
        caret_ = anchor_ = {line, 0};
        horizontalScrollBar()->setValue(0);
        scrollTo(window_->linesBefore(line, static_cast<std::size_t>(visibleRows() / 3)));
    });
}

void TextView::select(std::uint64_t line, int column, int length) {
    guarded([&] {
        if (!window_)
            return;
        // Walks the pieces that a long line is shown in.
        const auto place = [this](TextPlace from) {
            for (;;) {
                const auto lines = window_->lines(from.line, 1);
                if (lines.empty())
                    return from;
                const int width = int(window::toQString(lines.front().text).size());
                if (from.column <= width || !continues(lines.front()))
                    return TextPlace{from.line, std::min(from.column, width)};
                from = {lines.front().byteEnd, from.column - width};
            }
        };
        anchor_ = place({line, column});
        caret_ = place({anchor_.line, anchor_.column + length});
        highlight_.reset();
        if (!rowOf(anchor_.line) || anchor_.line == rows_.back().line.byteOffset)
            scrollTo(
                window_->linesBefore(anchor_.line, static_cast<std::size_t>(visibleRows() / 3)));
        showCaret();
    });
}

QString TextView::selectedText() {
    QString text;
    guarded([&] {
        if (!window_ || !hasSelection())
            return;
        const TextPlace first = std::min(caret_, anchor_);
        const TextPlace last = std::max(caret_, anchor_);
        for (std::uint64_t at = first.line; at <= last.line;) {
            const auto lines = window_->lines(at, 1);
            if (lines.empty() || at - first.line > longestCopy)
                break;
            QString line = window::toQString(lines.front().text);
            if (at == last.line)
                line.truncate(last.column);
            text += at == first.line ? line.mid(first.column) : line;
            if (at < last.line && !continues(lines.front()))
                text += QLatin1Char('\n');
            if (lines.front().byteEnd <= at)
                break;
            at = lines.front().byteEnd;
        }
    });
    return text;
}

void TextView::copy() {
    const QString text = selectedText();
    if (text.isEmpty())
        return;
    QApplication::clipboard()->setText(text);
    const auto [first, last] = std::minmax(caret_.line, anchor_.line);
    if (last - first > longestCopy)
        emit noticed(tr("The selection is long: its first %1 were copied.")
                         .arg(window::formatBytes(longestCopy)));
}

TextPlace TextView::placeAt(const QPoint& position) const {
    if (rows_.empty())
        return caret_;
    const int row = std::clamp((position.y() - textMargin / 2) / lineHeight(), 0,
                               std::min(int(rows_.size()), visibleRows()) - 1);
    const Row& hit = rows_[static_cast<std::size_t>(row)];
    const double x = position.x() - textMargin + horizontalScrollBar()->value();
    const QTextLine line = hit.layout->lineAt(0);
    return {hit.line.byteOffset, line.isValid() ? line.xToCursor(x) : 0};
}

void TextView::moveCaret(TextPlace place, bool keepAnchor) {
    caret_ = place;
    if (!keepAnchor)
        anchor_ = place;
    wishedColumn_ = place.column;
    showCaret();
}

void TextView::showCaret() {
    if (caret_.line < top_) {
        scrollTo(caret_.line);
    } else {
        const auto fit = std::min(rows_.size(), static_cast<std::size_t>(visibleRows()));
        if (fit > 0 && caret_.line > rows_[fit - 1].line.byteOffset)
            scrollTo(
                window_->linesBefore(caret_.line, static_cast<std::size_t>(visibleRows() - 1)));
    }
    if (const Row* row = rowOf(caret_.line)) {
        const QTextLine line = row->layout->lineAt(0);
        const int x = line.isValid() ? int(line.cursorToX(caret_.column)) : 0;
        QScrollBar* bar = horizontalScrollBar();
        if (x < bar->value())
            bar->setValue(x);
        else if (x + 2 * textMargin > bar->value() + viewport()->width())
            bar->setValue(x + 2 * textMargin - viewport()->width());
        setAccessibleDescription(row->text);
    }
    viewport()->update();
    emit positionChanged();
}

void TextView::moveLines(int lines, bool keepAnchor) {
    std::uint64_t line = caret_.line;
    if (lines < 0) {
        line = window_->linesBefore(line, static_cast<std::size_t>(-lines));
    } else {
        const auto ahead = window_->lines(line, static_cast<std::size_t>(lines) + 1);
        if (!ahead.empty())
            line = ahead.back().byteOffset;
    }
    const int wished = wishedColumn_;
    moveCaret({line, std::min(wished, int(textOf(line).size()))}, keepAnchor);
    wishedColumn_ = wished;
}

void TextView::moveColumns(int direction, bool byWord, bool keepAnchor) {
    const QString text = textOf(caret_.line);
    if (direction < 0 && caret_.column == 0) {
        const auto before = window_->linesBefore(caret_.line, 1);
        if (before < caret_.line)
            moveCaret({before, int(textOf(before).size())}, keepAnchor);
        return;
    }
    if (direction > 0 && caret_.column >= text.size()) {
        const auto after = lineAfter(caret_.line);
        if (after > caret_.line)
            moveCaret({after, 0}, keepAnchor);
        return;
    }
    QTextBoundaryFinder finder(byWord ? QTextBoundaryFinder::Word : QTextBoundaryFinder::Grapheme,
                               text);
    finder.setPosition(caret_.column);
    const auto found = direction > 0 ? finder.toNextBoundary() : finder.toPreviousBoundary();
    moveCaret({caret_.line, found < 0 ? caret_.column : int(found)}, keepAnchor);
}

bool TextView::event(QEvent* event) {
    // Else the window's Edit > Copy would take the key away from the view that has the focus.
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy)) {
        event->accept();
        return true;
    }
    return QAbstractScrollArea::event(event);
}

void TextView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        copy();
        return;
    }
    const bool control = event->modifiers() & Qt::ControlModifier;
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    if (!window_ || size() == 0 || (event->modifiers() & Qt::AltModifier)) {
        event->ignore();
        return;
    }
    guarded([&] {
        const int page = std::max(1, visibleRows() - 1);
        switch (event->key()) {
        case Qt::Key_Up:
            control ? scrollLines(-1) : moveLines(-1, shift);
            break;
        case Qt::Key_Down:
            control ? scrollLines(1) : moveLines(1, shift);
            break;
        case Qt::Key_PageUp:
            scrollLines(-page);
            moveLines(-page, shift);
            break;
        case Qt::Key_PageDown:
            scrollLines(page);
            moveLines(page, shift);
            break;
        case Qt::Key_Left:
            moveColumns(-1, control, shift);
            break;
        case Qt::Key_Right:
            moveColumns(1, control, shift);
            break;
        case Qt::Key_Home:
            moveCaret({control ? window_->lineStart(0) : caret_.line, 0}, shift);
            break;
        case Qt::Key_End: {
            const auto line = control ? window_->lineStart(size() - 1) : caret_.line;
            moveCaret({line, int(textOf(line).size())}, shift);
            break;
        }
        default:
            event->ignore();
        }
    });
}

void TextView::wheelEvent(QWheelEvent* event) {
    const QPoint turned = event->angleDelta();
    if (std::abs(turned.x()) > std::abs(turned.y()) ||
        (event->modifiers() & (Qt::ShiftModifier | Qt::AltModifier))) {
        QScrollBar* bar = horizontalScrollBar();
        bar->setValue(bar->value() - (turned.x() != 0 ? turned.x() : turned.y()) / 2);
    } else {
        const int lines = turned.y() * QApplication::wheelScrollLines() / 120;
        guarded([&] { scrollLines(-(lines != 0 ? lines : turned.y() > 0 ? 1 : -1)); });
    }
    event->accept();
}

void TextView::mousePressEvent(QMouseEvent* event) {
    if (!window_ || event->button() != Qt::LeftButton)
        return;
    guarded([&] { moveCaret(placeAt(event->pos()), event->modifiers() & Qt::ShiftModifier); });
}

void TextView::mouseMoveEvent(QMouseEvent* event) {
    if (!window_ || !(event->buttons() & Qt::LeftButton))
        return;
    guarded([&] {
        if (event->pos().y() < 0)
            scrollLines(-1);
        else if (event->pos().y() > viewport()->height())
            scrollLines(1);
        moveCaret(placeAt(event->pos()), true);
    });
}

void TextView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (!window_ || event->button() != Qt::LeftButton)
        return;
    guarded([&] {
        const TextPlace place = placeAt(event->pos());
        const QString text = textOf(place.line);
        QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
        finder.setPosition(place.column);
        const auto begin =
            finder.isAtBoundary() ? qsizetype(place.column) : finder.toPreviousBoundary();
        const auto end = finder.toNextBoundary();
        anchor_ = {place.line, std::max(0, int(begin))};
        moveCaret({place.line, end < 0 ? int(text.size()) : int(end)}, true);
    });
}

void TextView::contextMenuEvent(QContextMenuEvent* event) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* copyAction = menu->addAction(tr("&Copy"), this, &TextView::copy);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setEnabled(hasSelection());
    menu->popup(event->globalPos());
}

void TextView::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void TextView::focusOutEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace corpora
