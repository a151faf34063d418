// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/corpora/text_view.h"

#include "app/corpora/text_view_guard.h"
#include "app/window/text.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPainter>
#include <QResizeEvent>
#include <QScrollBar>
#include <QTextLayout>

#include <algorithm>

namespace corpora {

namespace {

constexpr int margin = 6;
constexpr std::uint64_t longestScroll = std::uint64_t{1} << 30;

std::unique_ptr<QTextLayout> layOut(const QString& text, const QFont& font) {
    auto layout = std::make_unique<QTextLayout>(text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    option.setTabStopDistance(QFontMetricsF(font).horizontalAdvance(QLatin1Char(' ')) * 8);
    layout->setTextOption(option);
    layout->setCacheEnabled(true);
    layout->beginLayout();
    QTextLine line = layout->createLine();
    if (line.isValid())
        line.setPosition({0, 0});
    layout->endLayout();
    return layout;
}

} // namespace

TextView::TextView(QWidget* parent) : QAbstractScrollArea(parent) {
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Text of the document"));
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setAutoFillBackground(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    connect(verticalScrollBar(), &QScrollBar::actionTriggered, this, &TextView::onScrollAction);
}

TextView::~TextView() = default;

void TextView::showDocument(const corpus::Document& document) {
    clear();
    document_ = document;
    guarded([this] {
        corpus::requireUnchanged(document_);
        window_ = std::make_unique<corpus::TextWindow>(document_);
        file_ = std::make_unique<base::InputFile>(document_.path);
        measure();
        reload();
    });
    emit positionChanged();
}

void TextView::clear() {
    window_.reset();
    file_.reset();
    document_ = {};
    message_.clear();
    rows_.clear();
    top_ = lastTop_ = 0;
    widest_ = 0;
    caret_ = anchor_ = {};
    highlight_.reset();
    horizontalScrollBar()->setValue(0);
    syncScrollBar();
    viewport()->update();
}

void TextView::fail(const QString& message) {
    window_.reset();
    file_.reset();
    rows_.clear();
    message_ = message;
    syncScrollBar();
    setAccessibleDescription(message);
    viewport()->update();
    emit positionChanged();
}

std::uint64_t TextView::size() const {
    return window_ ? window_->size() : 0;
}

std::uint64_t TextView::bottomOffset() const {
    return rows_.empty() ? top_ : rows_.back().line.byteEnd;
}

QString TextView::lineAt(int row) const {
    const auto index = static_cast<std::size_t>(row);
    return index < rows_.size() ? rows_[index].text : QString();
}

int TextView::lineHeight() const {
    return std::max(1, fontMetrics().lineSpacing() + 2);
}

int TextView::visibleRows() const {
    return std::max(1, (viewport()->height() - margin) / lineHeight());
}

void TextView::measure() {
    shift_ = 0;
    lastTop_ = 0;
    const std::uint64_t size = this->size();
    if (size == 0)
        return;
    while ((size >> shift_) > longestScroll)
        ++shift_;
    lastTop_ = window_->linesBefore(window_->lineStart(size - 1),
                                    static_cast<std::size_t>(visibleRows() - 1));
}

void TextView::reload() {
    if (!window_)
        return;
    corpus::requireUnchanged(document_);
    // One line more than fits, so that the last one may be cut by the edge.
    auto lines = window_->lines(top_, static_cast<std::size_t>(visibleRows()) + 1);
    rows_.clear();
    for (auto& line : lines) {
        QString text = window::toQString(line.text);
        auto layout = layOut(text, font());
        widest_ = std::max(widest_, int(layout->maximumWidth()) + 2 * margin + 2);
        rows_.push_back({std::move(line), std::move(text), std::move(layout)});
    }
    syncScrollBar();
    viewport()->update();
}

void TextView::syncScrollBar() {
    QScrollBar* bar = verticalScrollBar();
    // The view's state is the truth; the bar only mirrors it.
    const QSignalBlocker blocker(bar);
    bar->setRange(0, static_cast<int>(lastTop_ >> shift_));
    bar->setPageStep(std::max(1, static_cast<int>((bottomOffset() - top_) >> shift_)));
    bar->setValue(static_cast<int>(top_ >> shift_));
    if (top_ >= lastTop_)
        bar->setValue(bar->maximum());
    bar->update();

    horizontalScrollBar()->setRange(0, std::max(0, widest_ - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(fontMetrics().averageCharWidth() * 4);
}

void TextView::scrollTo(std::uint64_t line) {
    top_ = std::min(line, lastTop_);
    reload();
    emit positionChanged();
}

void TextView::scrollLines(int lines) {
    if (!window_ || lines == 0)
        return;
    if (lines < 0) {
        scrollTo(window_->linesBefore(top_, static_cast<std::size_t>(-lines)));
        return;
    }
    std::uint64_t line = top_;
    for (const auto& seen : window_->lines(top_, static_cast<std::size_t>(lines)))
        line = seen.byteEnd;
    scrollTo(line);
}

void TextView::onScrollAction(int action) {
    // The bar counts bytes; a step is meant in lines.
    int lines = 0;
    switch (action) {
    case QAbstractSlider::SliderSingleStepAdd:
        lines = 1;
        break;
    case QAbstractSlider::SliderSingleStepSub:
        lines = -1;
        break;
    case QAbstractSlider::SliderPageStepAdd:
        lines = visibleRows() - 1;
        break;
    case QAbstractSlider::SliderPageStepSub:
        lines = 1 - visibleRows();
        break;
    default:
        return;
    }
    guarded([&] { scrollLines(lines); });
    verticalScrollBar()->setSliderPosition(verticalScrollBar()->value());
}

void TextView::scrollContentsBy(int /*dx*/, int dy) {
    if (dy != 0 && window_) {
        const QScrollBar* bar = verticalScrollBar();
        const auto offset = static_cast<std::uint64_t>(bar->value()) << shift_;
        guarded([&] {
            scrollTo(bar->value() == bar->maximum() ? lastTop_ : window_->lineStart(offset));
        });
    }
    viewport()->update();
}

void TextView::resizeEvent(QResizeEvent* /*event*/) {
    guarded([this] {
        if (!window_)
            return;
        measure();
        top_ = std::min(top_, lastTop_);
        reload();
    });
}

void TextView::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        resizeEvent(nullptr);
}

void TextView::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(viewport());
    if (!window_) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.setFont(QApplication::font());
        painter.drawText(viewport()->rect().adjusted(24, 24, -24, -24),
                         Qt::AlignCenter | Qt::TextWordWrap, message_);
        return;
    }
    const int height = lineHeight();
    const int x = margin - horizontalScrollBar()->value();
    const TextPlace first = std::min(caret_, anchor_);
    const TextPlace last = std::max(caret_, anchor_);
    const auto group = hasFocus() ? QPalette::Active : QPalette::Inactive;
    QTextCharFormat selected;
    selected.setBackground(palette().brush(group, QPalette::Highlight));
    selected.setForeground(palette().brush(group, QPalette::HighlightedText));

    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const Row& row = rows_[i];
        const int y = margin / 2 + static_cast<int>(i) * height;
        const std::uint64_t line = row.line.byteOffset;
        if (highlight_ == line) {
            QColor tint = palette().color(QPalette::Highlight);
            tint.setAlpha(60);
            painter.fillRect(0, y, viewport()->width(), height, tint);
        }
        QList<QTextLayout::FormatRange> ranges;
        const int from = line < first.line ? -1 : line == first.line ? first.column : 0;
        const int to = line < last.line ? int(row.text.size()) : last.column;
        if (from >= 0 && line <= last.line && from < to)
            ranges.append({from, to - from, selected});
        painter.setPen(palette().color(QPalette::Text));
        row.layout->draw(&painter, QPointF(x, y + 1), ranges);
        if (hasFocus() && caret_.line == line)
            row.layout->drawCursor(&painter, QPointF(x, y + 1), caret_.column);
    }
}

} // namespace corpora
