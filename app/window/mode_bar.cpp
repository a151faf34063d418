// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/mode_bar.h"

#include "app/window/icon.h"

#include <QButtonGroup>
#include <QEvent>
#include <QKeySequence>
#include <QToolButton>
#include <QVBoxLayout>

namespace window {

ModeBar::ModeBar(QWidget* parent) : QFrame(parent), group_(new QButtonGroup(this)) {
    setFrameStyle(QFrame::NoFrame);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Midlight);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 6, 4, 6);
    layout->setSpacing(2);
    group_->setExclusive(true);
    for (const Mode mode : allModes) {
        auto* button = new QToolButton(this);
        button->setIcon(paletteIcon(modeName(mode)));
        button->setIconSize(QSize(24, 24));
        button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
        button->setCheckable(true);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        group_->addButton(button, static_cast<int>(mode));
        layout->addWidget(button);
    }
    layout->addStretch();
    connect(group_, &QButtonGroup::idClicked, this,
            [this](int id) { emit modeChosen(static_cast<Mode>(id)); });
    retranslate();
}

void ModeBar::setMode(Mode mode) {
    group_->button(static_cast<int>(mode))->setChecked(true);
}

void ModeBar::retranslate() {
    setAccessibleName(tr("Modes"));
    for (const Mode mode : allModes) {
        const int id = static_cast<int>(mode);
        QAbstractButton* button = group_->button(id);
        const QString title = modeTitle(mode);
        const QKeySequence keys(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + id));
        button->setText(title);
        button->setAccessibleName(title);
        button->setToolTip(tr("%1 (%2)").arg(title, keys.toString(QKeySequence::NativeText)));
    }
}

void ModeBar::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace window
