// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/wheel_guard.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QFormLayout>
#include <QLabel>
#include <QListWidget>
#include <QPair>
#include <QRegularExpression>
#include <QSpinBox>
#include <QString>
#include <QVector>

#include <type_traits>

namespace window {

/// Adds fields to a form: each with its label as buddy, a tool tip on both, and a name for tests
/// and for the saved state.
class FieldMaker {
public:
    explicit FieldMaker(QFormLayout* form) : form_(form) {}

    template <class Field>
    Field* add(const char* objectName, const QString& label, const QString& tip) const {
        auto* field = new Field(form_->parentWidget());
        auto* caption =
            new QLabel(QCoreApplication::translate("window::FieldMaker", "%1:").arg(label),
                       form_->parentWidget());
        caption->setBuddy(field);
        caption->setToolTip(tip);
        name(field, objectName, label, tip);
        if constexpr (std::is_base_of_v<QAbstractSpinBox, Field> ||
                      std::is_base_of_v<QComboBox, Field>)
            turnOnlyWithFocus(field);
        form_->addRow(caption, field);
        return field;
    }

    QListWidget* list(const char* objectName, const QString& label, const QString& tip) const {
        return add<QListWidget>(objectName, label, tip);
    }

    QSpinBox* spin(const char* objectName, const QString& label, const QString& tip, int minimum,
                   int maximum, int value) const {
        auto* field = add<QSpinBox>(objectName, label, tip);
        field->setRange(minimum, maximum);
        field->setValue(value);
        field->setAlignment(Qt::AlignRight);
        return field;
    }

    /// `choices`: what is shown, and its name.
    QComboBox* combo(const char* objectName, const QString& label, const QString& tip,
                     const QVector<QPair<QString, QString>>& choices) const {
        auto* field = add<QComboBox>(objectName, label, tip);
        for (const auto& [text, data] : choices)
            field->addItem(text, data);
        return field;
    }

    QCheckBox* check(const char* objectName, const QString& label, const QString& tip) const {
        auto* field = new QCheckBox(label, form_->parentWidget());
        name(field, objectName, label, tip);
        form_->addRow(QString(), field);
        return field;
    }

private:
    static void name(QWidget* field, const char* objectName, const QString& label,
                     const QString& tip) {
        field->setObjectName(objectName);
        // A Chinese label ends in its key: "分词器(&K)".
        static const QRegularExpression key(QStringLiteral("\\(&\\w\\)|&"));
        field->setAccessibleName(QString(label).remove(key));
        field->setToolTip(tip);
    }

    QFormLayout* form_;
};

} // namespace window
