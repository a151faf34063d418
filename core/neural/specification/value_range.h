// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <fmt/format.h>

namespace neural {

/// Throws base::InputError where `value` is not in [least, most]; `name` is marked with NG_TEXT.
template <class T>
void requireBetween(const char* name, T value, T least, T most) {
    if (value >= least && value <= most) // false for what is no number
        return;
    throw base::InputError(
        {NG_TEXT("core", "The {3} is {0}. Choose a value from {1} to {2}."),
         {fmt::format("{}", value), fmt::format("{}", least), fmt::format("{}", most)},
         {name}});
}

} // namespace neural
