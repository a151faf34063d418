// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/plot/scale.h"

#include <vector>

namespace plot {

/// The distance between tick marks, 1, 2 or 5 times a power of ten, so that `span` has at most
/// `most` of them.
double niceStep(double span, int most);
/// Decimals that tell multiples of `step` apart.
int decimalsFor(double step);
/// How QLocale writes multiples of `step` up to `largest` so that they differ.
struct NumberFormat {
    char kind = 'f'; ///< 'e' where the digits would be too many to read
    int decimals = 0;
    bool operator==(const NumberFormat&) const = default;
};
NumberFormat numberFormat(double largest, double step);

/// Marks at round values between the places `low` and `high` of an axis, rising, `most` at most.
/// On a logarithmic one: powers of ten, with 2 and 5 times them where there is room, or evenly
/// spaced values where it spans less than that can divide.
struct Marks {
    std::vector<double> values;
    NumberFormat format;
    bool operator==(const Marks&) const = default;
};
Marks marksBetween(double low, double high, Scale scale, int most);

} // namespace plot
