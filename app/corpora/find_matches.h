// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/corpus/document.h"

#include <QString>

#include <cstdint>
#include <functional>
#include <stop_token>

namespace corpora {

/// Where a text was found: the line by its first byte and by its number, the place in it in UTF-16
/// units.
struct Match {
    std::uint64_t line = 0;
    std::uint64_t number = 0;
    std::int32_t column = 0;
    std::int32_t length = 0;
};

/// More places than these are of no use to a person who steps through them.
inline constexpr std::uint64_t mostMatches = 1'000'000;

/// Looks for `needle` in the whole document, upper and lower case alike, in one pass and in
/// constant memory; returns how many places were handed to `onMatch` (mostMatches at most).
std::uint64_t findMatches(const corpus::Document& document, const QString& needle,
                          const std::function<void(const Match&)>& onMatch,
                          base::Progress& progress, const std::stop_token& stop);

} // namespace corpora
