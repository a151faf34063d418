// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/text.h"

#include "core/base/error.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <new>

namespace jobs {

namespace {

/// The context of this file's texts.
struct Text {
    Q_DECLARE_TR_FUNCTIONS(jobs::Text)
};

} // namespace

QString translate(const base::Message& message) {
    try {
        return QString::fromStdString(message.said([](const char* pattern) {
            return QCoreApplication::translate("core", pattern).toStdString();
        }));
    } catch (const fmt::format_error&) {
        // A translation with a wrong place in it must not cost the person the sentence.
        return QString::fromStdString(message.english());
    }
}

QString describe(const std::exception& error) {
    if (const auto* ours = dynamic_cast<const base::Error*>(&error))
        return translate(ours->message());
    if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr)
        return Text::tr("There is not enough memory for this. Choose smaller values, or close "
                        "other programs.");
    return QString::fromUtf8(error.what());
}

QString formatDuration(double seconds) {
    if (!std::isfinite(seconds) || seconds > 1e9)
        return Text::tr("long");
    if (seconds < 0.95)
        return Text::tr("%1 s").arg(QLocale().toString(std::max(0.0, seconds), 'f', 1));
    const auto whole = static_cast<qint64>(std::round(seconds));
    const auto twoDigits = [](qint64 value) {
        return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0'));
    };
    if (whole < 60)
        return Text::tr("%1 s").arg(whole);
    if (whole < 3600)
        return Text::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
    return Text::tr("%1 h %2 min").arg(whole / 3600).arg(twoDigits(whole / 60 % 60));
}

QString timeLeftText(double seconds) {
    return Text::tr("%1 left").arg(formatDuration(seconds));
}

} // namespace jobs
