// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/chat_page.h"

#include "app/chat/chat_session.h"
#include "app/chat/composer.h"
#include "app/chat/conversation_list.h"
#include "app/chat/message_list.h"
#include "app/chat/reply_origins.h"
#include "app/chat/sampling_panel.h"
#include "app/window/empty_state.h"
#include "app/window/mode.h"
#include "app/window/splitter_gap.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/library/model_store.h"
#include "core/library/rating_store.h"
#include "core/tasks/export_preferences.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <QVariantMap>

namespace chatui {

ChatPage::ChatPage(window::Workspace& workspace, QWidget* parent)
    : Page(parent), workspace_(workspace), session_(ChatSession::of(workspace)) {
    list_ = new ConversationList(workspace, this);
    auto* head = buildHead();
    auto* messages = buildMessages();
    error_ = new QLabel(this);
    error_->setObjectName("error");
    error_->setAccessibleName(tr("Error"));
    error_->setWordWrap(true);
    error_->setTextFormat(Qt::PlainText);
    error_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    error_->setAutoFillBackground(true);
    error_->setBackgroundRole(QPalette::ToolTipBase);
    error_->setForegroundRole(QPalette::ToolTipText);
    error_->setMargin(6);
    error_->hide();
    composer_ = new Composer(this);
    sampling_ = new SamplingPanel(this);

    auto* right = new QWidget(this);
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(head);
    column->addWidget(messages, 1);
    column->addWidget(error_);
    column->addWidget(composer_);
    column->addWidget(sampling_);
    auto* splitter = new QSplitter(this);
    splitter->setHandleWidth(window::splitterGap);
    splitter->addWidget(list_);
    splitter->addWidget(right);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 3);
    splitter->setChildrenCollapsible(false);
    auto* row = new QHBoxLayout(this);
    row->addWidget(splitter);

    wire();
    refillModels();
    if (session_.conversation().id == 0 && session_.conversation().messages.empty()) {
        const auto known = workspace_.library().conversations().list();
        if (!known.empty())
            session_.open(known.front().id);
    }
    showConversation();
}

QWidget* ChatPage::buildHead() {
    auto* head = new QWidget(this);
    auto* label = new QLabel(tr("&Model:"), head);
    model_ = new QComboBox(head);
    model_->setObjectName("model");
    model_->setAccessibleName(tr("Model"));
    model_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    label->setBuddy(model_);
    tint_ = new QCheckBox(tr("Colo&ur by probability"), head);
    tint_->setObjectName("tint");
    tint_->setToolTip(tr("Tokens that the model found unlikely stand out"));
    auto* note = new QLabel(
        tr("A base model continues your text; one that has learnt from conversations replies."),
        head);
    note->setForegroundRole(QPalette::PlaceholderText);

    auto* preferences = new QPushButton(tr("Learn from &Ratings…"), head);
    preferences->setObjectName("preferences");
    preferences->setToolTip(tr("Writes each reply found good with each found bad to the same words "
                               "to a file, and imports it as a corpus to fine-tune on"));
    connect(preferences, &QPushButton::clicked, this, &ChatPage::exportPreferences);

    auto* line = new QHBoxLayout;
    line->addWidget(label);
    line->addWidget(model_);
    line->addStretch();
    line->addWidget(tint_);
    line->addWidget(preferences);
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(line);
    column->addWidget(note);
    return head;
}

QWidget* ChatPage::buildMessages() {
    messages_ = new MessageList(this);
    origins_ = new ReplyOrigins(workspace_, *messages_);
    empty_ = new window::EmptyState({}, this);
    empty_->offerModels(workspace_);

    middle_ = new QStackedWidget(this);
    middle_->addWidget(messages_);
    middle_->addWidget(empty_);
    return middle_;
}

void ChatPage::wire() {
    connect(list_, &ConversationList::newRequested, this, [this] {
        session_.startNew();
        composer_->focusText();
    });
    connect(list_, &ConversationList::openRequested, this,
            [this](qint64 id) { session_.open(id); });
    connect(list_, &ConversationList::renamed, this, [this](qint64 id, const QString& title) {
        if (id == session_.conversation().id)
            session_.setTitle(title);
    });
    connect(list_, &ConversationList::deleted, this, [this](qint64 id) {
        session_.abandon(id);
        if (id == session_.conversation().id)
            session_.startNew();
    });
    connect(model_, &QComboBox::currentIndexChanged, this,
            [this] { session_.setModel(model_->currentData().toLongLong()); });
    connect(tint_, &QCheckBox::toggled, messages_, &MessageList::setTinted);
    connect(sampling_, &SamplingPanel::edited, this,
            [this] { session_.setSampling(sampling_->spec()); });
    connect(composer_, &Composer::sendRequested, this, &ChatPage::send);
    connect(composer_, &Composer::stopRequested, this, [this] { session_.stop(); });
    connect(messages_, &MessageList::editRequested, this, &ChatPage::beginEditing);
    connect(messages_, &MessageList::regenerateRequested, this, [this] {
        error_->hide();
        session_.regenerate();
    });
    connect(messages_, &MessageList::rated, &session_, &ChatSession::rate);
    connect(&session_, &ChatSession::opened, this, &ChatPage::showConversation);
    connect(&session_, &ChatSession::activityChanged, this, &ChatPage::showActivity);
    connect(&session_, &ChatSession::failed, this, &ChatPage::showError);
    connect(&session_, &ChatSession::replyGrew, this, [this] {
        messages_->updateLast(session_.conversation().messages.back(), session_.isBusy());
    });
    connect(&workspace_, &window::Workspace::modelsChanged, this, &ChatPage::refillModels);
    connect(&workspace_, &window::Workspace::chatRequested, this, &ChatPage::chooseModel);
}

void ChatPage::refillModels() {
    {
        const QSignalBlocker blocker(model_);
        model_->clear();
        try {
            for (const auto& model : workspace_.library().models().list())
                model_->addItem((model.kind == "neural"    ? tr("%1 (network)")
                                 : model.kind == "mixture" ? tr("%1 (mixture)")
                                                           : tr("%1 (n-gram)"))
                                    .arg(window::toQString(model.name)),
                                QVariant::fromValue<qlonglong>(model.id));
        } catch (const std::exception& error) {
            showError(window::describe(error));
        }
    }
    showConversation();
}

void ChatPage::chooseModel(qint64 model) {
    // A chat with another model is another conversation, unless nothing has been said yet.
    if (!session_.conversation().messages.empty() && session_.conversation().modelId != model)
        session_.startNew();
    session_.setModel(model);
    showConversation();
    composer_->focusText();
}

void ChatPage::showConversation() {
    const auto& conversation = session_.conversation();
    {
        const QSignalBlocker blocker(model_);
        model_->setCurrentIndex(
            model_->findData(QVariant::fromValue<qlonglong>(conversation.modelId)));
        if (model_->currentIndex() < 0)
            model_->setCurrentIndex(model_->count() > 0 ? 0 : -1);
    }
    if (model_->currentIndex() >= 0 && !session_.isBusy())
        session_.setModel(model_->currentData().toLongLong());
    const bool noModel = model_->count() == 0;
    sampling_->setSpec(conversation.sampling);
    list_->setCurrent(conversation.id);
    messages_->setMessages(conversation.messages, session_.isBusy());
    origins_->setConversation(conversation, session_.isBusy());
    empty_->setSentence(
        noModel ? tr("There is no model to talk to yet. Train one on the N-grams page in seconds, "
                     "or a network on the Training page.")
                : tr("Nothing has been said yet. Write the beginning of a text below; the model "
                     "goes on from there."));
    empty_->setButtonsVisible(noModel);
    middle_->setCurrentIndex(conversation.messages.empty() ? 1 : 0);
    model_->setEnabled(!noModel);
    showActivity();
}

void ChatPage::showActivity() {
    composer_->setBusy(session_.isBusy());
    composer_->setReady(model_->currentIndex() >= 0);
}

void ChatPage::showError(const QString& reason) {
    error_->setText(reason);
    error_->show();
    showConversation();
}

void ChatPage::send(const QString& text) {
    error_->hide();
    const bool sent = composer_->isEditing() ? session_.resend(text) : session_.send(text);
    if (!sent)
        return; // what was written stays
    composer_->setEditing(false);
    composer_->clear();
}

void ChatPage::beginEditing() {
    const auto& messages = session_.conversation().messages;
    for (auto message = messages.rbegin(); message != messages.rend(); ++message) {
        if (message->role != chat::Role::Person)
            continue;
        composer_->setText(window::toQString(message->text));
        composer_->setEditing(true);
        composer_->focusText();
        return;
    }
}

void ChatPage::exportPreferences() {
    error_->hide();
    try {
        // Before the question where to: there may be nothing to write.
        if (workspace_.library().ratings().preferences().empty()) {
            showError(tr("No two replies to the same words have been found good and bad yet. Rate "
                         "a reply by its thumbs, let the model say it again with another seed, "
                         "and rate that."));
            return;
        }
        const QString path = QFileDialog::getSaveFileName(this, tr("Learn from Ratings"),
                                                          QStringLiteral("preferences.jsonl"),
                                                          tr("JSON Lines (*.jsonl)"));
        if (path.isEmpty())
            return;
        const auto file = window::toPath(path);
        tasks::exportPreferences(workspace_.library(), file);
        workspace_.importPaths({file});
    } catch (const std::exception& error) {
        showError(window::describe(error));
    }
}

bool ChatPage::stopWork() {
    const bool busy = session_.isBusy();
    session_.stop();
    return busy;
}

void ChatPage::find() {
    list_->focusSearch();
}

QVariant ChatPage::saveState() const {
    return QVariantMap{
        {"draft", composer_->text()},
        {"editing", composer_->isEditing()},
        {"tint", tint_->isChecked()},
        {"conversation", QVariant::fromValue<qlonglong>(session_.conversation().id)}};
}

void ChatPage::restoreState(const QVariant& state) {
    const auto values = state.toMap();
    if (const auto id = values.value("conversation").toLongLong(); id != 0)
        session_.open(id);
    composer_->setText(values.value("draft").toString());
    composer_->setEditing(values.value("editing").toBool() &&
                          !session_.conversation().messages.empty());
    tint_->setChecked(values.value("tint").toBool());
}

} // namespace chatui
