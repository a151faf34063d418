// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chat/conversation.h"

#include <QFrame>
#include <QString>

#include <vector>

namespace chatui {

/// What is told of a token of a reply: its probability, and as bars the alternatives that it beat.
class TokenTip : public QFrame {
    Q_OBJECT
public:
    struct Line {
        QString token;
        double probability = 0;
        bool chosen = false;
    };

    explicit TokenTip(QWidget* parent);

    /// `text` is the token as it stands in the reply.
    void setToken(const chat::TokenTrace& trace, const QString& text);
    const QString& heading() const { return heading_; }
    const std::vector<Line>& lines() const { return lines_; }
    /// Shows it below `area` (global coordinates), above where there is no room.
    void showAt(const QRect& area);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int lineHeight() const;
    int tokenWidth() const;

    QString heading_;
    std::vector<Line> lines_;
};

} // namespace chatui
