// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/mode.h"

#include <QFrame>

class QButtonGroup;
class QToolButton;

namespace window {

/// The bar of modes down the window's left edge: one of them is chosen. Arrow keys move through it.
class ModeBar : public QFrame {
    Q_OBJECT
public:
    explicit ModeBar(QWidget* parent = nullptr);
    void setMode(Mode mode);

signals:
    void modeChosen(window::Mode mode);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QButtonGroup* group_;
};

} // namespace window
