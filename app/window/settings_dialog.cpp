// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/settings_dialog.h"

#include "app/window/language.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

namespace window {

SettingsDialog::SettingsDialog(const Preferences& preferences, const QString& libraryFolder,
                               QWidget* parent)
    : QDialog(parent),
      language_(new QComboBox(this)),
      theme_(new QComboBox(this)),
      font_(new QSpinBox(this)) {
    setWindowTitle(tr("Settings"));
    for (const LanguageChoice& choice : languageChoices())
        language_->addItem(choice.code.isEmpty() ? tr("As the system") : choice.name, choice.code);
    language_->setCurrentIndex(std::max(0, language_->findData(preferences.language)));
    theme_->addItem(tr("As the system"), static_cast<int>(Theme::System));
    theme_->addItem(tr("Light"), static_cast<int>(Theme::Light));
    theme_->addItem(tr("Dark"), static_cast<int>(Theme::Dark));
    theme_->setCurrentIndex(theme_->findData(static_cast<int>(preferences.theme)));
    font_->setRange(minimumFontChange, maximumFontChange);
    font_->setSuffix(tr(" pt"));
    font_->setValue(preferences.fontChange);
    font_->setToolTip(tr("Added to the system's font size."));
    auto* folder = new QLineEdit(libraryFolder, this);
    folder->setReadOnly(true);
    folder->setCursorPosition(0);
    folder->setMinimumWidth(folder->fontMetrics().averageCharWidth() * 48);
    folder->setToolTip(
        tr("Start the program with --library FOLDER to keep everything somewhere else."));

    auto* form = new QFormLayout(this);
    form->addRow(tr("&Language:"), language_);
    form->addRow(tr("&Theme:"), theme_);
    form->addRow(tr("Add to &font size:"), font_);
    form->addRow(tr("Library &folder:"), folder);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    language_->setObjectName(QStringLiteral("language"));
    theme_->setObjectName(QStringLiteral("theme"));
    font_->setObjectName(QStringLiteral("font"));
}

Preferences SettingsDialog::preferences() const {
    Preferences chosen;
    chosen.language = language_->currentData().toString();
    chosen.theme = static_cast<Theme>(theme_->currentData().toInt());
    chosen.fontChange = font_->value();
    return chosen;
}

} // namespace window
