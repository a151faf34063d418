// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/chat/token_map.h"
#include "core/chat/conversation.h"

#include <QString>
#include <QTextLayout>
#include <QWidget>

#include <vector>

namespace chatui {

class TokenTip;

/// A message's text, wrapped to the width it is given, that knows its tokens: the one under the
/// mouse (or reached with the arrow keys) is underlined and told about in a tip. Text is selected
/// with the mouse and copied with Ctrl+C.
class MessageView : public QWidget {
    Q_OBJECT
public:
    explicit MessageView(QWidget* parent = nullptr);

    void setMessage(const chat::Message& message);
    /// Colours each token by its probability.
    void setTinted(bool tinted);

    int currentToken() const { return current_; } ///< -1 for none
    /// Where a token stands (its first line); empty for one that cannot be seen.
    QRect tokenRect(int token) const;
    QString selectedText() const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    int layOut(QTextLayout& layout, int width) const;
    int positionAt(const QPointF& point, bool onText) const;
    void setCurrent(int token);
    int neighbour(int token, int step) const;
    QList<QTextLayout::FormatRange> formats() const;

    chat::Message message_;
    QString text_;
    std::vector<TokenRange> ranges_;
    QTextLayout layout_;
    TokenTip* tip_;
    int current_ = -1;
    int anchor_ = 0; ///< of the selection
    int cursor_ = 0;
    bool tinted_ = false;
};

} // namespace chatui
