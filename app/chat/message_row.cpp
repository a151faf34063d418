// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/message_row.h"

#include "app/chat/message_view.h"
#include "app/window/icon.h"
#include "app/window/text.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace chatui {

MessageRow::MessageRow(QWidget* parent) : QWidget(parent) {
    const auto button = [this](const char* name, const QString& text) {
        auto* made = new QToolButton(this);
        made->setObjectName(name);
        made->setText(text);
        made->setAutoRaise(true);
        made->setAccessibleName(text);
        return made;
    };
    speaker_ = new QLabel(this);
    QFont bold = speaker_->font();
    bold.setBold(true);
    speaker_->setFont(bold);
    speaker_->setTextFormat(Qt::PlainText);
    copy_ = button("copy", tr("Copy"));
    edit_ = button("edit", tr("Edit"));
    regenerate_ = button("regenerate", tr("Regenerate"));
    good_ = thumb("good", "thumb-up", tr("Good reply"), chat::Rating::Good);
    bad_ = thumb("bad", "thumb-down", tr("Bad reply"), chat::Rating::Bad);
    view_ = new MessageView(this);
    note_ = new QLabel(this);
    note_->setObjectName("note");
    note_->setWordWrap(true);
    note_->setForegroundRole(QPalette::PlaceholderText);
    origin_ = new QLabel(this);
    origin_->setObjectName("origin");
    origin_->setTextFormat(Qt::PlainText);
    origin_->setWordWrap(true);
    origin_->setForegroundRole(QPalette::PlaceholderText);
    origin_->hide();

    auto* head = new QHBoxLayout;
    head->addWidget(speaker_);
    head->addStretch();
    for (auto* tool : {good_, bad_, edit_, regenerate_, copy_})
        head->addWidget(tool);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 2, 8, 6);
    column->setSpacing(2);
    column->addLayout(head);
    column->addWidget(view_);
    column->addWidget(note_);
    column->addWidget(origin_);

    connect(copy_, &QToolButton::clicked, this,
            [this] { QApplication::clipboard()->setText(text_); });
    connect(edit_, &QToolButton::clicked, this, &MessageRow::editRequested);
    connect(regenerate_, &QToolButton::clicked, this, &MessageRow::regenerateRequested);
}

/// A second click takes the rating back.
QToolButton* MessageRow::thumb(const char* name, const QString& icon, const QString& text,
                               chat::Rating rating) {
    auto* button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(window::paletteIcon(icon));
    button->setAutoRaise(true);
    button->setCheckable(true);
    button->setAccessibleName(text);
    button->setToolTip(
        tr("%1: a good and a bad reply to the same words are a pair that a network learns to "
           "prefer from")
            .arg(text));
    connect(button, &QToolButton::clicked, this,
            [this, rating](bool on) { emit rated(on ? rating : chat::Rating::None); });
    return button;
}

QString MessageRow::noteFor(const chat::Message& message) {
    QStringList notes;
    if (message.beganAnew)
        notes << tr("The model had nothing to say after this text and began a new sentence.");
    switch (message.end) {
    case chat::ReplyEnd::Stopped:
        notes << tr("Stopped.");
        break;
    case chat::ReplyEnd::Interrupted:
        notes << tr("Interrupted: the program ended before the reply did.");
        break;
    case chat::ReplyEnd::Failed:
        notes << tr("The model failed here.");
        break;
    case chat::ReplyEnd::Length:
        notes << tr("Cut at the length that was set.");
        break;
    case chat::ReplyEnd::Complete:
        if (message.text.empty())
            notes << tr("The model said nothing.");
        break;
    }
    return notes.join(' ');
}

void MessageRow::setMessage(const chat::Message& message, bool growing) {
    const bool model = message.role == chat::Role::Model;
    text_ = window::toQString(message.text);
    const QString name = window::toQString(message.model);
    speaker_->setText(!model ? tr("You") : name.isEmpty() ? tr("Model") : name);
    view_->setAccessibleName(model ? tr("Reply") : tr("Your message"));
    view_->setMessage(message);
    const QString note = growing ? tr("Writing…") : model ? noteFor(message) : QString();
    note_->setText(note);
    note_->setVisible(!note.isEmpty());
    for (auto* button : {good_, bad_})
        button->setVisible(model && !growing);
    good_->setChecked(message.rating == chat::Rating::Good);
    bad_->setChecked(message.rating == chat::Rating::Bad);
    regenerate_->setText(model ? tr("Regenerate") : tr("Reply"));
    regenerate_->setAccessibleName(regenerate_->text());
}

void MessageRow::setOrigin(const QString& sentence, const QString& toolTip) {
    origin_->setText(sentence);
    // As markup it is wrapped, and none of its own is obeyed.
    origin_->setToolTip(toolTip.isEmpty() ? QString() : "<p>" + toolTip.toHtmlEscaped() + "</p>");
    origin_->setVisible(!sentence.isEmpty());
}

void MessageRow::setOffers(bool edit, bool regenerate) {
    edit_->setVisible(edit);
    regenerate_->setVisible(regenerate);
}

} // namespace chatui
