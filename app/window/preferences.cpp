// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/preferences.h"

#include "app/window/language.h"

#include <QApplication>
#include <QFont>
#include <QSettings>

#include <algorithm>

namespace window {

namespace {

constexpr const char* themeKey = "appearance/theme";
constexpr const char* languageKey = "appearance/language";
constexpr const char* fontKey = "appearance/fontChange";

QString themeName(Theme theme) {
    switch (theme) {
    case Theme::Light:
        return QStringLiteral("light");
    case Theme::Dark:
        return QStringLiteral("dark");
    case Theme::System:
        break;
    }
    return QStringLiteral("system");
}

/// Where the system's own font has no such character; Linux's, Windows's, macOS's.
QStringList simplifiedChineseFonts() {
    return {QStringLiteral("Noto Sans CJK SC"), QStringLiteral("Microsoft YaHei"),
            QStringLiteral("PingFang SC")};
}

} // namespace

Preferences Preferences::load() {
    const QSettings settings;
    Preferences preferences;
    const QString theme = settings.value(QLatin1String(themeKey)).toString();
    for (const Theme known : {Theme::Light, Theme::Dark}) {
        if (theme == themeName(known))
            preferences.theme = known;
    }
    preferences.language = settings.value(QLatin1String(languageKey)).toString();
    preferences.fontChange = std::clamp(settings.value(QLatin1String(fontKey)).toInt(),
                                        minimumFontChange, maximumFontChange);
    return preferences;
}

void Preferences::save() const {
    QSettings settings;
    settings.setValue(QLatin1String(themeKey), themeName(theme));
    settings.setValue(QLatin1String(languageKey), language);
    settings.setValue(QLatin1String(fontKey), fontChange);
}

void Preferences::apply() const {
    static const QFont systemFont = QApplication::font();
    applyTheme(theme);
    applyLanguage(language);
    QFont font = systemFont;
    // A system in another language would draw many Chinese characters in their Japanese shapes.
    if (currentLanguage() == QLatin1String("zh_CN"))
        font.setFamilies(systemFont.families() + simplifiedChineseFonts());
    font.setPointSizeF(std::max(6.0, systemFont.pointSizeF() + fontChange));
    if (font != QApplication::font())
        QApplication::setFont(font);
}

} // namespace window
