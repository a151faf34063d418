// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/message_bar.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QToolButton>

namespace window {

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent),
      label_(new QLabel(this)),
      icon_(new QLabel(this)),
      copyButton_(new QToolButton(this)),
      dismissButton_(new QToolButton(this)) {
    setFrameStyle(QFrame::NoFrame);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::ToolTipBase);
    setForegroundRole(QPalette::ToolTipText);
    label_->setForegroundRole(QPalette::ToolTipText);
    label_->setTextFormat(Qt::PlainText);
    label_->setWordWrap(true);
    label_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    const int side = style()->pixelMetric(QStyle::PM_SmallIconSize);
    icon_->setPixmap(style()->standardIcon(QStyle::SP_MessageBoxWarning).pixmap(side, side));
    for (QToolButton* button : {copyButton_, dismissButton_}) {
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
    }

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(10, 4, 6, 4);
    layout->addWidget(icon_);
    layout->addWidget(label_, 1);
    layout->addWidget(copyButton_);
    layout->addWidget(dismissButton_);
    connect(copyButton_, &QToolButton::clicked, this,
            [this] { QApplication::clipboard()->setText(message()); });
    connect(dismissButton_, &QToolButton::clicked, this, &MessageBar::dismiss);
    retranslate();
    hide();
}

void MessageBar::showMessage(const QString& message) {
    messages_.removeAll(message);
    messages_.append(message);
    showNewest();
}

QString MessageBar::message() const {
    return messages_.isEmpty() ? QString() : messages_.back();
}

void MessageBar::dismiss() {
    if (!messages_.isEmpty())
        messages_.removeLast();
    showNewest();
}

void MessageBar::showNewest() {
    label_->setText(message());
    setAccessibleDescription(message());
    setVisible(!messages_.isEmpty());
}

void MessageBar::retranslate() {
    setAccessibleName(tr("Message"));
    copyButton_->setText(tr("Copy"));
    copyButton_->setAccessibleName(tr("Copy the message"));
    dismissButton_->setText(tr("Dismiss"));
    dismissButton_->setAccessibleName(tr("Dismiss the message"));
}

void MessageBar::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace window
