// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/message_list.h"

#include "app/chat/message_row.h"
#include "app/chat/message_view.h"

#include <QScrollBar>
#include <QVBoxLayout>

namespace chatui {

MessageList::MessageList(QWidget* parent) : QScrollArea(parent) {
    setObjectName("messages");
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Messages"));
    setBackgroundRole(QPalette::Base);
    auto* content = new QWidget(this);
    column_ = new QVBoxLayout(content);
    column_->setContentsMargins(4, 4, 4, 4);
    column_->addStretch();
    setWidget(content);

    constexpr int nearEnd = 4; // pixels
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this,
            [this](int value) { atEnd_ = value >= verticalScrollBar()->maximum() - nearEnd; });
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, [this](int /*low*/, int high) {
        if (atEnd_)
            verticalScrollBar()->setValue(high);
    });
}

void MessageList::setMessages(const std::vector<chat::Message>& messages, bool busy) {
    while (rows_.size() > messages.size()) {
        rows_.back()->hide();
        rows_.back()->deleteLater(); // its own button may have asked for this
        rows_.pop_back();
    }
    while (rows_.size() < messages.size()) {
        auto* row = new MessageRow(widget());
        row->view()->setTinted(tinted_);
        connect(row, &MessageRow::editRequested, this, &MessageList::editRequested);
        connect(row, &MessageRow::regenerateRequested, this, &MessageList::regenerateRequested);
        connect(row, &MessageRow::rated, this,
                [this, index = static_cast<int>(rows_.size())](chat::Rating rating) {
                    emit rated(index, rating);
                });
        column_->insertWidget(static_cast<int>(rows_.size()), row);
        rows_.push_back(row);
        atEnd_ = true;
    }
    const auto last = messages.size() - 1;
    std::size_t lastOfPerson = messages.size();
    for (std::size_t i = 0; i < messages.size(); ++i)
        if (messages[i].role == chat::Role::Person)
            lastOfPerson = i;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        const bool model = messages[i].role == chat::Role::Model;
        rows_[i]->setMessage(messages[i], busy && i == last && model);
        rows_[i]->setOffers(!busy && i == lastOfPerson, !busy && i == last);
    }
}

void MessageList::updateLast(const chat::Message& message, bool busy) {
    if (!rows_.empty())
        rows_.back()->setMessage(message, busy);
}

void MessageList::setTinted(bool tinted) {
    tinted_ = tinted;
    for (auto* row : rows_)
        row->view()->setTinted(tinted);
}

} // namespace chatui
