// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/inspect/token_editor.h"

#include "app/plot/theme.h"
#include "app/window/text.h"
#include "app/window/visible_token.h"

#include <QHelpEvent>
#include <QPainter>
#include <QSyntaxHighlighter>
#include <QTextBlock>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace inspect {

QColor surprisalColor(double bits, const QPalette& palette) {
    return plot::scaleColor(std::isfinite(bits) ? std::clamp(bits / fullSurprisal, 0.0, 1.0) : 1.0,
                            palette);
}

/// Colours the lines that are still as they were scored; a line being typed waits for its score.
class TokenEditor::Highlighter : public QSyntaxHighlighter {
public:
    explicit Highlighter(TokenEditor* editor)
        : QSyntaxHighlighter(editor->document()), editor_(editor) {}

protected:
    void highlightBlock(const QString& text) override {
        const int line = currentBlock().blockNumber();
        if (!editor_->isCurrent(line, text))
            return;
        for (const std::size_t index : editor_->tokensOf(line)) {
            const PlacedToken& token = editor_->inspection_->tokens[index];
            if (token.begin == token.end)
                continue;
            QTextCharFormat format;
            const QColor background = surprisalColor(surprisal(token.score), editor_->palette());
            format.setBackground(background);
            format.setForeground(plot::textOn(background));
            if (!token.score.known) {
                format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
                format.setUnderlineColor(plot::textOn(background));
            }
            setFormat(token.begin, token.end - token.begin, format);
        }
    }

private:
    TokenEditor* editor_;
};

TokenEditor::TokenEditor(QWidget* parent)
    : QPlainTextEdit(parent), highlighter_(new Highlighter(this)) {
    setTabChangesFocus(true);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, [this] {
        stepped_.reset();
        emit tokenChosen();
    });
}

TokenEditor::~TokenEditor() = default;

void TokenEditor::setInspection(std::shared_ptr<const Inspection> inspection) {
    inspection_ = std::move(inspection);
    stepped_.reset();
    lines_.clear();
    byLine_.clear();
    if (inspection_) {
        lines_ = inspection_->text.split(QLatin1Char('\n'));
        byLine_.resize(static_cast<std::size_t>(lines_.size()));
        for (std::size_t i = 0; i < inspection_->tokens.size(); ++i) {
            const auto line = static_cast<std::size_t>(inspection_->tokens[i].line);
            if (line < byLine_.size())
                byLine_[line].push_back(i);
        }
    }
    // Colouring is no edit: it must not ask for another score.
    const QSignalBlocker blocker(this);
    highlighter_->rehighlight();
    viewport()->update();
}

bool TokenEditor::isCurrent(int line, const QString& text) const {
    return inspection_ && line < lines_.size() && lines_[line] == text;
}

const std::vector<std::size_t>& TokenEditor::tokensOf(int line) const {
    return byLine_[static_cast<std::size_t>(line)];
}

std::optional<std::size_t> TokenEditor::tokenAt(int line, int column) const {
    if (!inspection_ || line < 0 || line >= lines_.size())
        return std::nullopt;
    // White space between words belongs to the word that follows.
    for (const std::size_t index : tokensOf(line)) {
        const PlacedToken& token = inspection_->tokens[index];
        if (column < token.end || (token.begin == token.end && column <= token.begin))
            return index;
    }
    return std::nullopt;
}

std::optional<std::size_t> TokenEditor::chosenToken() const {
    if (stepped_)
        return stepped_;
    const QTextCursor cursor = textCursor();
    const QTextBlock block = cursor.block();
    if (!isCurrent(block.blockNumber(), block.text()))
        return std::nullopt;
    return tokenAt(block.blockNumber(), cursor.position() - block.position());
}

void TokenEditor::choose(std::size_t token) {
    const PlacedToken& placed = inspection_->tokens[token];
    const QTextBlock block = document()->findBlockByNumber(placed.line);
    QTextCursor cursor = textCursor();
    cursor.setPosition(block.position() + std::min(placed.begin, block.length() - 1));
    {
        const QSignalBlocker blocker(this);
        setTextCursor(cursor);
    }
    ensureCursorVisible();
    stepped_ = token;
    emit tokenChosen();
}

void TokenEditor::step(int direction) {
    if (!inspection_ || inspection_->tokens.empty())
        return;
    const auto chosen = chosenToken();
    const auto last = std::ptrdiff_t(inspection_->tokens.size()) - 1;
    const auto next = chosen ? std::ptrdiff_t(*chosen) + direction : 0;
    choose(static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(next, 0, last)));
}

void TokenEditor::paintEvent(QPaintEvent* event) {
    QPlainTextEdit::paintEvent(event);
    if (!inspection_)
        return;
    QPainter painter(viewport());
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF area = blockBoundingGeometry(block).translated(contentOffset());
        if (area.top() > viewport()->height())
            break;
        const int line = block.blockNumber();
        if (!isCurrent(line, block.text()) || tokensOf(line).empty())
            continue;
        const PlacedToken& token = inspection_->tokens[tokensOf(line).back()];
        if (token.begin != token.end)
            continue;
        QTextCursor end(block);
        end.movePosition(QTextCursor::EndOfBlock);
        const QRect cursor = cursorRect(end);
        const QRect box(cursor.right() + 3, cursor.top() + 1, fontMetrics().height(),
                        cursor.height() - 2);
        const QColor color = surprisalColor(surprisal(token.score), palette());
        painter.fillRect(box, color);
        painter.setPen(plot::textOn(color));
        painter.drawText(box, Qt::AlignCenter, QStringLiteral("⏎"));
    }
}

bool TokenEditor::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::MouseMove || event->type() == QEvent::ToolTip ||
        event->type() == QEvent::Leave) {
        int token = -1;
        if (event->type() != QEvent::Leave) {
            const QPoint position = event->type() == QEvent::ToolTip
                                        ? static_cast<QHelpEvent*>(event)->pos()
                                        : static_cast<QMouseEvent*>(event)->pos();
            const QTextCursor cursor = cursorForPosition(position);
            int column = cursor.position() - cursor.block().position();
            // The nearest gap between characters may lie to the right of the pointer.
            if (column > 0 && cursorRect(cursor).left() > position.x())
                --column;
            if (isCurrent(cursor.block().blockNumber(), cursor.block().text()))
                token =
                    int(tokenAt(cursor.block().blockNumber(), column).value_or(std::size_t(-1)));
        }
        if (event->type() == QEvent::ToolTip) {
            if (token >= 0) {
                const auto& score = inspection_->tokens[static_cast<std::size_t>(token)].score;
                QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(),
                                   tr("%1: %2 bits")
                                       .arg(window::visibleToken(score.token).toHtmlEscaped(),
                                            window::formatNumber(surprisal(score), 4)),
                                   viewport());
            }
            return true;
        }
        if (token != hovered_) {
            hovered_ = token;
            emit tokenHovered(token);
        }
    }
    return QPlainTextEdit::viewportEvent(event);
}

void TokenEditor::changeEvent(QEvent* event) {
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && inspection_) {
        const QSignalBlocker blocker(this);
        highlighter_->rehighlight();
    }
}

} // namespace inspect
