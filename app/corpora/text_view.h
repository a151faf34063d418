// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/corpus/document.h"
#include "core/corpus/text_window.h"

#include <QAbstractScrollArea>
#include <QString>

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

class QTextLayout;

namespace corpora {

/// A place in a text: a line, by the offset of its first byte, and a UTF-16 column in it.
struct TextPlace {
    std::uint64_t line = 0;
    int column = 0;

    // NOLINTNEXTLINE(modernize-use-nullptr): what `default` writes, compares with 0.
    auto operator<=>(const TextPlace&) const = default;
};

/// Shows a document of any size: reads, decodes and lays out only the lines that are visible.
/// Lines are not wrapped (the unit of n-gram counting is the line, and it should look like one); a
/// long one scrolls sideways. The scroll bar stands for byte offsets, scaled to the range of int.
class TextView : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit TextView(QWidget* parent = nullptr);
    ~TextView() override;

    /// A document that is gone or has changed is answered by a message in the view.
    void showDocument(const corpus::Document& document);
    void clear();
    bool hasDocument() const { return window_ != nullptr; }
    const corpus::Document& document() const { return document_; }
    /// What is shown instead of a text; empty while there is one.
    const QString& message() const { return message_; }

    std::uint64_t size() const;
    std::uint64_t topOffset() const { return top_; }
    /// Offset of the first byte that is below the view.
    std::uint64_t bottomOffset() const;
    /// Number of lines that were decoded for what is on screen.
    std::size_t loadedLines() const { return rows_.size(); }
    TextPlace caret() const { return caret_; }
    QString lineAt(int row) const;

    /// Scrolls to the line that holds this byte and sets it off.
    void goTo(std::uint64_t byteOffset);
    std::optional<std::uint64_t> highlightedLine() const { return highlight_; }
    /// Selects `length` UTF-16 units from `column` of the line that begins at `line`, also where
    /// the view shows a long line in pieces, and scrolls there.
    void select(std::uint64_t line, int column, int length);
    bool hasSelection() const { return caret_ != anchor_; }
    QString selectedText();

public slots:
    void copy();

signals:
    void positionChanged();
    /// A sentence for the person about what was just done.
    void noticed(const QString& sentence);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    struct Row {
        corpus::VisibleLine line;
        QString text;
        std::unique_ptr<QTextLayout> layout;
    };

    int lineHeight() const;
    int visibleRows() const; ///< that fit in full, at least one
    /// Runs `action`; a failure becomes the message in the view.
    template <class Action>
    void guarded(Action action);
    void fail(const QString& message);
    void reload();
    void measure();
    void scrollTo(std::uint64_t line);
    void scrollLines(int lines);
    void onScrollAction(int action);
    void syncScrollBar();
    const Row* rowOf(std::uint64_t line) const;
    QString textOf(std::uint64_t line) const;
    std::uint64_t lineAfter(std::uint64_t line) const; ///< `line` itself at the end
    TextPlace placeAt(const QPoint& position) const;
    void moveCaret(TextPlace place, bool keepAnchor);
    void moveLines(int lines, bool keepAnchor);
    void moveColumns(int direction, bool byWord, bool keepAnchor);
    void showCaret();
    bool continues(const corpus::VisibleLine& line) const;

    corpus::Document document_;
    std::unique_ptr<corpus::TextWindow> window_;
    std::unique_ptr<base::InputFile> file_; ///< to see how a line ends
    QString message_;
    std::vector<Row> rows_;
    std::uint64_t top_ = 0;
    std::uint64_t lastTop_ = 0; ///< the top line when the end is in view
    int shift_ = 0;             ///< scroll bar value = offset >> shift_
    int widest_ = 0;            ///< pixels, of all lines shown so far
    TextPlace caret_;
    TextPlace anchor_;
    int wishedColumn_ = 0; ///< that Up and Down try to keep
    std::optional<std::uint64_t> highlight_;
};

} // namespace corpora
