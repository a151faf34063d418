// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

namespace plot {

/// How an axis is divided. On a logarithmic one only what is above 0 has a place.
enum class Scale { Linear, Logarithmic };

/// Where a value stands on the axis; not finite where it has no place there.
inline double placeOf(double value, Scale scale) {
    return scale == Scale::Linear ? value : std::log10(value);
}

inline double valueAt(double place, Scale scale) {
    return scale == Scale::Linear ? place : std::pow(10.0, place);
}

} // namespace plot
