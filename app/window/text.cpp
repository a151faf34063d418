// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/text.h"

#include "app/jobs/text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace window {

namespace {

/// The context of this file's texts.
struct Text {
    Q_DECLARE_TR_FUNCTIONS(window::Text)
};

} // namespace

QString toQString(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

std::string toStd(const QString& text) {
    return text.toStdString();
}

QString toQString(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

std::filesystem::path toPath(const QString& path) {
    return path.toStdString();
}

QString translate(const base::Message& message) {
    return jobs::translate(message);
}

QString describe(const std::exception& error) {
    return jobs::describe(error);
}

QString formatCount(std::uint64_t count) {
    return QLocale().toString(static_cast<qulonglong>(count));
}

QString formatBytes(std::uint64_t bytes) {
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeSIFormat);
}

QString formatProbability(double probability) {
    if (probability == 0 || probability >= 0.001)
        return QLocale().toString(probability, 'f', 4);
    return QLocale().toString(probability, 'e', 1);
}

QString formatDuration(double seconds) {
    if (!std::isfinite(seconds) || seconds > 1e9)
        return Text::tr("long");
    const double rounded = std::max(0.0, std::round(seconds));
    if (seconds < 0.95)
        return Text::tr("%1 s").arg(formatNumber(std::max(0.0, seconds), 1));
    const auto whole = static_cast<qint64>(rounded);
    const auto twoDigits = [](qint64 value) {
        return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0'));
    };
    if (whole < 60)
        return Text::tr("%1 s").arg(whole);
    if (whole < 3600)
        return Text::tr("%1 min %2 s").arg(whole / 60).arg(twoDigits(whole % 60));
    return Text::tr("%1 h %2 min").arg(whole / 3600).arg(twoDigits(whole / 60 % 60));
}

QString formatNumber(double value, int significant) {
    if (std::isnan(value))
        return QStringLiteral("–");
    if (std::isinf(value))
        return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
    return QLocale().toString(value, 'g', significant);
}

} // namespace window
