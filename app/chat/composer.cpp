// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/chat/composer.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace chatui {

Composer::Composer(QWidget* parent) : QWidget(parent) {
    edit_ = new QPlainTextEdit(this);
    edit_->setObjectName("composer");
    edit_->setAccessibleName(tr("Message"));
    edit_->setPlaceholderText(tr("Write something for the model to go on from. Enter sends, "
                                 "Shift+Enter begins a new line."));
    edit_->setTabChangesFocus(true);
    edit_->setFixedHeight(4 * edit_->fontMetrics().lineSpacing());
    edit_->installEventFilter(this);
    button_ = new QPushButton(this);
    button_->setObjectName("send");
    editingNote_ =
        new QLabel(tr("Editing your last message; what followed it will be removed."), this);
    cancel_ = new QToolButton(this);
    cancel_->setObjectName("cancelEditing");
    cancel_->setText(tr("Keep it as it is"));
    cancel_->setAccessibleName(cancel_->text());

    auto* note = new QHBoxLayout;
    note->addWidget(editingNote_);
    note->addWidget(cancel_);
    note->addStretch();
    auto* row = new QHBoxLayout;
    row->addWidget(edit_, 1);
    row->addWidget(button_, 0, Qt::AlignBottom);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(note);
    column->addLayout(row);

    connect(button_, &QPushButton::clicked, this, [this] {
        if (busy_)
            emit stopRequested();
        else
            send();
    });
    connect(cancel_, &QToolButton::clicked, this, [this] {
        setEditing(false);
        clear();
        emit editingCancelled();
    });
    connect(edit_, &QPlainTextEdit::textChanged, this, &Composer::update);
    update();
}

QString Composer::text() const {
    return edit_->toPlainText();
}

void Composer::setText(const QString& text) {
    edit_->setPlainText(text);
    edit_->moveCursor(QTextCursor::End);
}

void Composer::clear() {
    edit_->clear();
}

void Composer::setBusy(bool busy) {
    busy_ = busy;
    update();
}

void Composer::setReady(bool ready) {
    ready_ = ready;
    update();
}

void Composer::setEditing(bool editing) {
    editing_ = editing;
    update();
}

void Composer::focusText() {
    edit_->setFocus();
}

void Composer::send() {
    if (!busy_ && ready_ && !text().trimmed().isEmpty())
        emit sendRequested(text());
}

void Composer::update() {
    button_->setText(busy_ ? tr("St&op") : tr("&Send"));
    button_->setEnabled(busy_ || (ready_ && !text().trimmed().isEmpty()));
    editingNote_->setVisible(editing_);
    cancel_->setVisible(editing_);
}

bool Composer::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (enter && !(key->modifiers() & Qt::ShiftModifier)) {
            send();
            return true;
        }
        if (key->key() == Qt::Key_Escape && editing_) {
            cancel_->click();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace chatui
