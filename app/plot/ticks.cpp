// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plot/ticks.h"

#include <algorithm>
#include <cmath>

namespace plot {

double niceStep(double span, int most) {
    if (!(span > 0) || !std::isfinite(span))
        return 1;
    const double rough = span / std::max(1, most);
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        // A rounding error must not cost a whole factor.
        if (factor * power >= rough * (1 - 1e-9))
            return factor * power;
    }
    return 10 * power;
}

int decimalsFor(double step) {
    return std::clamp(static_cast<int>(-std::floor(std::log10(step) + 1e-9)), 0, 12);
}

std::string labelFormat(double largest, double step) {
    constexpr double readable = 1e8;
    if (largest < readable)
        return "%." + std::to_string(decimalsFor(step)) + "f";
    const double digits = std::floor(std::log10(largest)) - std::floor(std::log10(step) + 1e-9);
    return "%." + std::to_string(std::clamp(static_cast<int>(digits), 0, 12)) + "e";
}

} // namespace plot
