// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"

#include <QString>

#include <cstdint>
#include <exception>
#include <filesystem>
#include <string>

/// How values of core look to a person: the edge where std::string becomes QString.
namespace window {

QString toQString(const std::string& utf8);
std::string toStd(const QString& text);
QString toQString(const std::filesystem::path& path);
std::filesystem::path toPath(const QString& path);

/// The sentence in the program's language (translation context "core"), values filled in.
QString translate(const base::Message& message);
/// An exception as a sentence for a person: base::Error translated, anything else by its what().
QString describe(const std::exception& error);

QString formatCount(std::uint64_t count);            ///< 1,115,394
QString formatBytes(std::uint64_t bytes);            ///< 1.1 MB
QString formatProbability(double probability);       ///< 0.0353, 3.1e-06
QString formatLoss(double nats);                     ///< 2.1903, 7.99e+30
QString formatDuration(double seconds);              ///< 12 s, 3 min 20 s, 1 h 05 min
QString formatNumber(double value, int significant); ///< in the person's locale; ∞ as such

} // namespace window
