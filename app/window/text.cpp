// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/text.h"

#include "app/jobs/text.h"

#include <QLocale>

#include <cmath>

namespace window {

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
    if (probability == 0)
        return QStringLiteral("0"); // nothing was rounded away
    if (probability >= 0.001)
        return QLocale().toString(probability, 'f', 4);
    return QLocale().toString(probability, 'e', 1);
}

QString formatLoss(double nats) {
    constexpr double readable = 1e5;
    return nats < readable ? QLocale().toString(nats, 'f', 4) : QLocale().toString(nats, 'e', 2);
}

QString formatDuration(double seconds) {
    return jobs::formatDuration(seconds);
}

QString formatNumber(double value, int significant) {
    if (std::isnan(value))
        return QStringLiteral("–");
    if (std::isinf(value))
        return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
    // A count is never rounded.
    if (std::floor(value) == value && std::abs(value) < 1e15)
        return QLocale().toString(value, 'f', 0);
    return QLocale().toString(value, 'g', significant);
}

} // namespace window
