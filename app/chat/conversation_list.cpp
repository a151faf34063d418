// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/conversation_list.h"

#include "app/jobs/job_manager.h"
#include "app/window/text.h"
#include "app/window/workspace.h"

#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace chatui {

namespace {

constexpr int idRole = Qt::UserRole;
constexpr int titleRole = Qt::UserRole + 1;

} // namespace

ConversationList::ConversationList(window::Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace) {
    search_ = new QLineEdit(this);
    search_->setObjectName("search");
    search_->setPlaceholderText(tr("Find in conversations"));
    search_->setAccessibleName(tr("Find in conversations"));
    search_->setClearButtonEnabled(true);
    list_ = new QListWidget(this);
    list_->setObjectName("conversations");
    list_->setAccessibleName(tr("Conversations"));
    list_->setAlternatingRowColors(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setTextElideMode(Qt::ElideRight);
    empty_ = new QLabel(this);
    empty_->setWordWrap(true);
    empty_->setForegroundRole(QPalette::PlaceholderText);
    const auto button = [this](const char* name, const QString& text) {
        auto* made = new QPushButton(text, this);
        made->setObjectName(name);
        return made;
    };
    new_ = button("new", tr("&New"));
    rename_ = button("rename", tr("&Rename…"));
    delete_ = button("delete", tr("&Delete…"));

    auto* buttons = new QHBoxLayout;
    for (auto* each : {new_, rename_, delete_})
        buttons->addWidget(each);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(search_);
    column->addWidget(list_, 1);
    column->addWidget(empty_);
    column->addLayout(buttons);

    constexpr int pause = 150; // ms after the last key
    typing_.setInterval(pause);
    typing_.setSingleShot(true);
    connect(&typing_, &QTimer::timeout, this, &ConversationList::reload);
    connect(search_, &QLineEdit::textChanged, &typing_, qOverload<>(&QTimer::start));
    connect(list_, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item)
            emit openRequested(item->data(idRole).toLongLong());
    });
    connect(new_, &QPushButton::clicked, this, &ConversationList::newRequested);
    connect(rename_, &QPushButton::clicked, this, &ConversationList::askName);
    connect(delete_, &QPushButton::clicked, this, &ConversationList::askDelete);
    connect(&workspace_, &window::Workspace::conversationsChanged, this, &ConversationList::reload);
    reload();
}

void ConversationList::reload() {
    if (searching_)
        searching_->stop();
    searching_.clear();
    const auto text = window::toStd(search_->text().trimmed());
    if (text.empty()) {
        try {
            fill(workspace_.library().conversations().list());
        } catch (const std::exception& error) {
            workspace_.reportError(window::describe(error));
        }
        return;
    }
    // Looks through all that was ever said: not while the person waits for the next key.
    auto* job = workspace_.jobManager().start(
        tr("Searching conversations"), jobs::JobManager::Quiet,
        [folder = workspace_.folder(), text](base::Progress&, const std::stop_token&) {
            library::Library library(folder);
            return library.conversations().list(text);
        },
        this,
        [this, text](const std::vector<library::ConversationEntry>& entries) {
            if (text == window::toStd(search_->text().trimmed()))
                fill(entries);
        });
    searching_ = job;
    connect(job, &jobs::Job::failed, &workspace_, &window::Workspace::reportError);
}

void ConversationList::fill(const std::vector<library::ConversationEntry>& entries) {
    const QSignalBlocker blocker(list_);
    list_->clear();
    for (const auto& entry : entries) {
        const QString title = window::toQString(entry.title);
        const QString snippet = window::toQString(entry.snippet).simplified();
        auto* item = new QListWidgetItem(title + '\n' + snippet, list_);
        item->setData(idRole, QVariant::fromValue<qlonglong>(entry.id));
        item->setData(titleRole, title);
        item->setToolTip(snippet);
        if (entry.id == current_)
            list_->setCurrentItem(item);
    }
    empty_->setVisible(entries.empty());
    empty_->setText(search_->text().trimmed().isEmpty()
                        ? tr("No conversations yet. Write something to begin one.")
                        : tr("No conversation contains this text."));
    rename_->setEnabled(selected() != 0);
    delete_->setEnabled(selected() != 0);
}

void ConversationList::setCurrent(std::int64_t conversation) {
    current_ = conversation;
    const QSignalBlocker blocker(list_);
    list_->setCurrentItem(nullptr);
    list_->clearSelection();
    for (int row = 0; row < list_->count(); ++row)
        if (list_->item(row)->data(idRole).toLongLong() == conversation)
            list_->setCurrentRow(row);
    rename_->setEnabled(selected() != 0);
    delete_->setEnabled(selected() != 0);
}

void ConversationList::focusSearch() {
    search_->setFocus(Qt::ShortcutFocusReason);
    search_->selectAll();
}

std::int64_t ConversationList::selected() const {
    const auto* item = list_->currentItem();
    return item ? item->data(idRole).toLongLong() : 0;
}

QString ConversationList::selectedTitle() const {
    const auto* item = list_->currentItem();
    return item ? item->data(titleRole).toString() : QString();
}

void ConversationList::askName() {
    auto* dialog = new QInputDialog(this);
    dialog->setObjectName("renameDialog");
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Rename conversation"));
    dialog->setLabelText(tr("Title"));
    dialog->setTextValue(selectedTitle());
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, id = selected()](const QString& title) { rename(id, title.trimmed()); });
    dialog->open();
}

void ConversationList::rename(std::int64_t conversation, const QString& title) {
    if (title.isEmpty())
        return;
    try {
        auto& store = workspace_.library().conversations();
        auto changed = store.get(conversation);
        changed.title = window::toStd(title);
        store.update(changed);
        emit renamed(conversation, title);
    } catch (const std::exception& error) {
        workspace_.reportError(window::describe(error));
    }
    emit workspace_.conversationsChanged();
}

void ConversationList::askDelete() {
    auto* question = new QMessageBox(QMessageBox::Question, tr("Delete conversation"),
                                     tr("Delete the conversation \"%1\"?").arg(selectedTitle()),
                                     QMessageBox::Cancel, this);
    question->setObjectName("deleteQuestion");
    question->setAttribute(Qt::WA_DeleteOnClose);
    auto* confirm = question->addButton(tr("&Delete"), QMessageBox::DestructiveRole);
    question->setDefaultButton(QMessageBox::Cancel);
    connect(confirm, &QAbstractButton::clicked, this, [this, id = selected()] { remove(id); });
    question->open();
}

void ConversationList::remove(std::int64_t conversation) {
    try {
        workspace_.library().conversations().remove(conversation);
        emit deleted(conversation);
    } catch (const std::exception& error) {
        workspace_.reportError(window::describe(error));
    }
    emit workspace_.conversationsChanged();
}

} // namespace chatui
