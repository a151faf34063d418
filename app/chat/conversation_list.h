// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/library/conversation_store.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <cstdint>
#include <vector>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace jobs {
class Job;
}
namespace window {
class Workspace;
}

namespace chatui {

/// The conversations, last changed first; a search field finds them by title and by what was said.
class ConversationList : public QWidget {
    Q_OBJECT
public:
    explicit ConversationList(window::Workspace& workspace, QWidget* parent = nullptr);

    /// Marks the open one; 0 marks none.
    void setCurrent(std::int64_t conversation);
    void focusSearch();

signals:
    void newRequested();
    void openRequested(qint64 conversation);
    void renamed(qint64 conversation, const QString& title);
    void deleted(qint64 conversation);

private:
    void reload();
    void fill(const std::vector<library::ConversationEntry>& entries);
    std::int64_t selected() const;
    QString selectedTitle() const;
    void askName();
    void rename(std::int64_t conversation, const QString& title);
    void askDelete();
    void remove(std::int64_t conversation);

    window::Workspace& workspace_;
    QLineEdit* search_;
    QListWidget* list_;
    QLabel* empty_;
    QPushButton* new_;
    QPushButton* rename_;
    QPushButton* delete_;
    QTimer typing_;
    QPointer<jobs::Job> searching_;
    std::int64_t current_ = 0;
};

} // namespace chatui
