// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace window {

/// A language that the program speaks. `code` is empty for the system's.
struct LanguageChoice {
    QString code; ///< "", "en", "zh_CN"
    QString name; ///< in that language itself
};

const QList<LanguageChoice>& languageChoices();

/// Speaks this language from now on: translators and the locale of numbers. Every widget gets
/// QEvent::LanguageChange.
void applyLanguage(const QString& code);
/// The language that is spoken now, never empty.
QString currentLanguage();

} // namespace window
