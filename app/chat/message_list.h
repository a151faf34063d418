// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chat/conversation.h"

#include <QScrollArea>

#include <vector>

class QVBoxLayout;

namespace chatui {

class MessageRow;

/// The messages of the open conversation. Follows the end as it grows, unless the person has
/// scrolled away from it.
class MessageList : public QScrollArea {
    Q_OBJECT
public:
    explicit MessageList(QWidget* parent = nullptr);

    /// `busy`: a reply is being written (the last message, where it is the model's).
    void setMessages(const std::vector<chat::Message>& messages, bool busy);
    /// Only the last message has changed.
    void updateLast(const chat::Message& message, bool busy);
    void setTinted(bool tinted);
    MessageRow* rowAt(int index) const { return rows_[static_cast<std::size_t>(index)]; }
    int count() const { return static_cast<int>(rows_.size()); }

signals:
    void editRequested();
    void regenerateRequested();
    void rated(int index, chat::Rating rating);

private:
    std::vector<MessageRow*> rows_;
    QVBoxLayout* column_;
    bool atEnd_ = true;
    bool tinted_ = false;
};

} // namespace chatui
