// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window/preferences.h"

#include <QDialog>

class QComboBox;
class QSpinBox;

namespace window {

/// Language, theme, font size; shows where the library is. What is chosen takes effect with OK.
class SettingsDialog : public QDialog {
    Q_OBJECT
public:
    SettingsDialog(const Preferences& preferences, const QString& libraryFolder,
                   QWidget* parent = nullptr);
    Preferences preferences() const;

private:
    QComboBox* language_;
    QComboBox* theme_;
    QSpinBox* font_;
};

} // namespace window
