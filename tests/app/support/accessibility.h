// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QLabel>
#include <QStringList>
#include <QTabBar>
#include <QWidget>

namespace support {

inline bool hasBuddyLabel(const QWidget* widget, const QWidget& root) {
    for (const QLabel* label : root.findChildren<QLabel*>()) {
        if (label->buddy() == widget && !label->text().isEmpty())
            return true;
    }
    return false;
}

/// What a screen reader would call the widget; empty where it has nothing to say.
inline QString spokenName(QWidget* widget, const QWidget& root) {
    if (!widget->accessibleName().isEmpty())
        return widget->accessibleName();
    if (hasBuddyLabel(widget, root))
        return QStringLiteral("(label)");
    if (const auto* tabs = qobject_cast<QTabBar*>(widget))
        return tabs->count() > 0 ? tabs->tabText(0) : QString();
    const QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(widget);
    return accessible != nullptr ? accessible->text(QAccessible::Name) : QString();
}

/// The widgets below `root` that the keyboard can reach (now or once they are shown) and that a
/// screen reader cannot name: "QLineEdit filter_ in ngrams::TablePanel". A test wants it empty:
///     QCOMPARE(support::unnamedWidgets(page), QStringList());
inline QStringList unnamedWidgets(const QWidget& root) {
    QStringList unnamed;
    for (QWidget* widget : root.findChildren<QWidget*>()) {
        // A composite widget is named as a whole: its inner parts hand their focus to it.
        const bool inner = widget->focusProxy() != nullptr ||
                           widget->objectName().startsWith(QLatin1String("qt_")) ||
                           qobject_cast<QComboBox*>(widget->parentWidget()) != nullptr ||
                           qobject_cast<QAbstractSpinBox*>(widget->parentWidget()) != nullptr;
        const bool ofPopup = widget->window() != root.window();
        if (inner || ofPopup || widget->focusPolicy() == Qt::NoFocus)
            continue;
        if (spokenName(widget, root).isEmpty()) {
            const QWidget* parent = widget->parentWidget();
            unnamed << QStringLiteral("%1 %2 in %3")
                           .arg(QLatin1String(widget->metaObject()->className()),
                                widget->objectName(),
                                QLatin1String(parent->metaObject()->className()));
        }
    }
    return unnamed;
}

} // namespace support
