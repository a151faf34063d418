// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chat/conversation.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace chatui {

class MessageView;

/// One message: who speaks, the text, what is to be said of how it ended, and what can be done.
class MessageRow : public QWidget {
    Q_OBJECT
public:
    explicit MessageRow(QWidget* parent = nullptr);

    /// `growing`: the reply is still being written.
    void setMessage(const chat::Message& message, bool growing);
    /// What the last messages of a conversation offer besides Copy.
    void setOffers(bool edit, bool regenerate);
    /// Where the text comes from; nothing is shown for an empty sentence.
    void setOrigin(const QString& sentence, const QString& toolTip);
    MessageView* view() const { return view_; }

signals:
    void editRequested();
    void regenerateRequested();
    void rated(chat::Rating rating);

private:
    static QString noteFor(const chat::Message& message);
    QToolButton* thumb(const char* name, const QString& icon, const QString& text,
                       chat::Rating rating);

    QString text_;
    QLabel* speaker_;
    QLabel* note_;
    QLabel* origin_;
    MessageView* view_;
    QToolButton* copy_;
    QToolButton* edit_;
    QToolButton* regenerate_;
    QToolButton* good_;
    QToolButton* bad_;
};

} // namespace chatui
