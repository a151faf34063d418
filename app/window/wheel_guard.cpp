// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/wheel_guard.h"

#include <QEvent>
#include <QWidget>

namespace window {

namespace {

class WheelGuard final : public QObject {
public:
    explicit WheelGuard(QWidget* field) : QObject(field) { field->installEventFilter(this); }

    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() != QEvent::Wheel || static_cast<QWidget*>(watched)->hasFocus())
            return false;
        event->ignore(); // what scrolls the form takes it
        return true;
    }
};

} // namespace

void turnOnlyWithFocus(QWidget* field) {
    field->setFocusPolicy(Qt::StrongFocus); // without the wheel, which would give it the focus
    new WheelGuard(field);
}

} // namespace window
