// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/plot/curve_plot.h"
#include "app/plot/scale.h"

#include <span>
#include <vector>

namespace plot {

/// What is drawn of a curve on `columns` pixels between x = `left` and `right`: of each pixel
/// column the lowest and the highest point, in their order, and one point beyond either edge so
/// that the line leaves the picture. Few points come back as they are. Points that have no place
/// on the scales are left out. x must not fall.
std::vector<Point> decimate(std::span<const Point> points, double left, double right, int columns,
                            Scale x = Scale::Linear, Scale y = Scale::Linear);

} // namespace plot
