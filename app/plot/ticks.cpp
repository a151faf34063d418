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

NumberFormat numberFormat(double largest, double step) {
    constexpr double readable = 1e8;
    constexpr double fine = 1e-5;
    if (largest < readable && step > fine)
        return {'f', decimalsFor(step)};
    const double digits = std::floor(std::log10(largest)) - std::floor(std::log10(step) + 1e-9);
    return {'e', std::clamp(static_cast<int>(digits), 0, 12)};
}

namespace {

Marks evenMarks(double low, double high, int most) {
    const double step = niceStep(high - low, most);
    Marks marks;
    marks.format = numberFormat(std::max(std::abs(low), std::abs(high)), step);
    for (double number = std::ceil(low / step - 1e-9); number * step <= high + step * 1e-9;
         ++number)
        marks.values.push_back(number * step);
    return marks;
}

/// `factors` times each power of ten from 10^low to 10^high, every `stride`-th of them.
std::vector<double> decadeMarks(double low, double high, const std::vector<double>& factors,
                                int stride) {
    std::vector<double> values;
    for (double power = std::floor(low / stride) * stride; power <= high; power += stride) {
        for (const double factor : factors) {
            const double place = power + std::log10(factor);
            if (place >= low - 1e-9 && place <= high + 1e-9)
                values.push_back(factor * std::pow(10.0, power));
        }
    }
    return values;
}

} // namespace

Marks marksBetween(double low, double high, Scale scale, int most) {
    if (scale == Scale::Linear)
        return evenMarks(low, high, most);
    const auto limit = static_cast<std::size_t>(std::max(most, 1));
    Marks marks;
    marks.values = decadeMarks(low, high, {1, 2, 5}, 1);
    if (marks.values.size() < 3)
        return evenMarks(std::pow(10.0, low), std::pow(10.0, high), most);
    for (int stride = 1; marks.values.size() > limit; ++stride)
        marks.values = decadeMarks(low, high, {1}, stride);
    if (marks.values.empty())
        return marks;
    const bool readable = marks.values.front() >= 1e-5 && marks.values.back() < 1e8;
    marks.format =
        readable ? NumberFormat{'f', decimalsFor(marks.values.front())} : NumberFormat{'e', 0};
    return marks;
}

} // namespace plot
