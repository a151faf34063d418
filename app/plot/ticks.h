// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace plot {

/// The distance between tick marks, 1, 2 or 5 times a power of ten, so that `span` has at most
/// `most` of them.
double niceStep(double span, int most);
/// Decimals that tell multiples of `step` apart.
int decimalsFor(double step);

} // namespace plot
