// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QList>
#include <QLocale>
#include <QTranslator>

#include <memory>
#include <vector>

namespace window {

namespace {

struct Spoken {
    QString code = QStringLiteral("en");
    std::vector<std::unique_ptr<QTranslator>> translators;
};

Spoken& spoken() {
    static Spoken instance;
    return instance;
}

QString systemLanguage() {
    // Someone who reads traditional characters reads simplified ones sooner than English.
    return QLocale::system().language() == QLocale::Chinese ? QStringLiteral("zh_CN")
                                                            : QStringLiteral("en");
}

void install(const QString& file, const QString& folder) {
    auto translator = std::make_unique<QTranslator>();
    if (!translator->load(file, folder))
        return;
    QCoreApplication::installTranslator(translator.get());
    spoken().translators.push_back(std::move(translator));
}

} // namespace

const QList<LanguageChoice>& languageChoices() {
    static const QList<LanguageChoice> choices = {
        {QString(), QString()},
        {QStringLiteral("en"), QStringLiteral("English")},
        {QStringLiteral("zh_CN"), QStringLiteral("简体中文")},
    };
    return choices;
}

void applyLanguage(const QString& code) {
    const QString language = code.isEmpty() ? systemLanguage() : code;
    // A system in English of another country keeps its own way of writing numbers.
    const QLocale system = QLocale::system();
    const QLocale chosen(language);
    QLocale::setDefault(system.language() == chosen.language() ? system : chosen);
    if (language == spoken().code)
        return;
    spoken().translators.clear(); // each removes itself
    spoken().code = language;
    if (language != QLatin1String("en")) {
        install(QStringLiteral("qtbase_") + language,
                QLibraryInfo::path(QLibraryInfo::TranslationsPath));
        install(QStringLiteral("ngramophone_") + language, QStringLiteral(":/i18n"));
    }
}

QString currentLanguage() {
    return spoken().code;
}

} // namespace window
