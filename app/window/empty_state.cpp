// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/empty_state.h"

#include "app/window/mode.h"
#include "app/window/workspace.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace window {

EmptyState::EmptyState(const QString& sentence, QWidget* parent)
    : QWidget(parent),
      sentence_(new QLabel(sentence)),
      buttons_(new QWidget),
      row_(new QHBoxLayout(buttons_)) {
    sentence_->setObjectName(QStringLiteral("emptyText"));
    sentence_->setAlignment(Qt::AlignCenter);
    sentence_->setWordWrap(true);
    sentence_->setFixedWidth(480); // an alignment in the layout would cut a wrapped text short
    row_->setContentsMargins(0, 0, 0, 0);
    auto* middle = new QHBoxLayout;
    middle->addStretch();
    middle->addWidget(sentence_);
    middle->addStretch();
    auto* column = new QVBoxLayout(this);
    column->addStretch();
    column->addLayout(middle);
    column->addWidget(buttons_, 0, Qt::AlignHCenter);
    column->addStretch();
}

void EmptyState::setSentence(const QString& sentence) {
    sentence_->setText(sentence);
}

QPushButton* EmptyState::addButton(const QString& text) {
    auto* button = new QPushButton(text, buttons_);
    row_->addWidget(button);
    return button;
}

void EmptyState::addButtons(QWidget* buttons) {
    row_->addWidget(buttons);
}

void EmptyState::offerModels(Workspace& workspace) {
    const auto offer = [&](const char* name, const QString& text, Mode mode) {
        auto* button = addButton(text);
        button->setObjectName(name);
        connect(button, &QPushButton::clicked, &workspace,
                [&workspace, mode] { emit workspace.pageRequested(static_cast<int>(mode)); });
    };
    offer("trainModel", tr("Train an &N-gram Model"), Mode::Ngrams);
    offer("trainNetwork", tr("Train a N&eural Model"), Mode::Training);
}

void EmptyState::setButtonsVisible(bool visible) {
    buttons_->setVisible(visible);
}

} // namespace window
