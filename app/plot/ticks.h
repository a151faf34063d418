// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace plot {

/// The distance between tick marks, 1, 2 or 5 times a power of ten, so that `span` has at most
/// `most` of them.
double niceStep(double span, int most);
/// Decimals that tell multiples of `step` apart.
int decimalsFor(double step);
/// How printf writes multiples of `step` up to `largest` so that they differ: "%.2f", or "%.1e"
/// where the digits would be too many to read.
std::string labelFormat(double largest, double step);

} // namespace plot
