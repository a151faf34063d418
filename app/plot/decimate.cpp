// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plot/decimate.h"

#include <algorithm>
#include <cmath>

namespace plot {

namespace {

/// The extremes of the column that is being read.
struct Column {
    const Point* low = nullptr;
    const Point* high = nullptr;

    void add(const Point& point) {
        if (!low || point.y < low->y)
            low = &point;
        if (!high || point.y > high->y)
            high = &point;
    }
    void moveTo(std::vector<Point>& out) {
        if (!low)
            return;
        out.push_back(*std::min(low, high));
        if (low != high)
            out.push_back(*std::max(low, high));
        *this = {};
    }
};

} // namespace

std::vector<Point> decimate(std::span<const Point> points, double left, double right, int columns,
                            Scale x, Scale y) {
    std::vector<Point> out;
    if (points.empty() || columns < 1 || !(left <= right))
        return out;
    auto first = std::lower_bound(points.begin(), points.end(), left,
                                  [](const Point& point, double at) { return point.x < at; });
    auto last = std::upper_bound(first, points.end(), right,
                                 [](double at, const Point& point) { return at < point.x; });
    if (first != points.begin())
        --first;
    if (last != points.end())
        ++last;

    const auto count = static_cast<std::size_t>(last - first);
    const auto drawable = [x, y](const Point& point) {
        return std::isfinite(placeOf(point.x, x)) && std::isfinite(placeOf(point.y, y));
    };
    if (count <= 2 * static_cast<std::size_t>(columns) || left == right) {
        std::copy_if(first, last, std::back_inserter(out), drawable);
        return out;
    }

    out.reserve(2 * static_cast<std::size_t>(columns) + 4);
    const double edge = placeOf(left, x);
    const double scale = columns / (placeOf(right, x) - edge);
    int current = -1;
    Column column;
    for (auto point = first; point != last; ++point) {
        if (!drawable(*point))
            continue;
        // The points beyond the edges are columns -1 and `columns`.
        const double place = std::floor((placeOf(point->x, x) - edge) * scale);
        const int at = static_cast<int>(
            std::clamp(place, -1.0, static_cast<double>(point->x > right ? columns : columns - 1)));
        if (at != current)
            column.moveTo(out);
        current = at;
        column.add(*point);
    }
    column.moveTo(out);
    return out;
}

} // namespace plot
