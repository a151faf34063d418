// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/page.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QStackedWidget;

namespace window {
class EmptyState;
class Workspace;
} // namespace window

namespace chatui {

class ChatSession;
class Composer;
class ConversationList;
class MessageList;
class ReplyOrigins;
class SamplingPanel;

/// Chat: conversations on the left, the open one with its model on the right.
class ChatPage : public window::Page {
    Q_OBJECT
public:
    explicit ChatPage(window::Workspace& workspace, QWidget* parent = nullptr);

    bool stopWork() override;
    void find() override;
    QVariant saveState() const override;
    void restoreState(const QVariant& state) override;

private:
    QWidget* buildHead();
    QWidget* buildMessages();
    void wire();
    void refillModels();
    void chooseModel(qint64 model);
    void showConversation();
    void showActivity();
    void showError(const QString& reason);
    void send(const QString& text);
    void beginEditing();
    void exportPreferences();

    window::Workspace& workspace_;
    ChatSession& session_;
    ConversationList* list_;
    QComboBox* model_;
    QCheckBox* tint_;
    QLabel* error_;
    QStackedWidget* middle_;
    window::EmptyState* empty_;
    MessageList* messages_;
    ReplyOrigins* origins_;
    Composer* composer_;
    SamplingPanel* sampling_;
};

} // namespace chatui
