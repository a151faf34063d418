// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/schedule/rate_range.h"

#include "core/neural/specification/value_range.h"

#include <algorithm>
#include <cmath>

namespace neural {

namespace {

constexpr double weight = 0.9;   ///< of the losses before, in the average
constexpr std::size_t reach = 3; ///< points to either side that a slope is measured over

} // namespace

void requireValid(const RateRange& range) {
    requireBetween(NG_TEXT("core", "lowest learning rate"), range.lowest, 1e-9, 1e2);
    requireBetween(NG_TEXT("core", "highest learning rate"), range.highest, range.lowest * 1.001,
                   1e3);
    requireBetween<std::uint64_t>(NG_TEXT("core", "number of steps"), range.steps, 10, 100'000);
}

double rateAt(const RateRange& range, std::uint64_t step) {
    const double way = static_cast<double>(step - 1) / static_cast<double>(range.steps - 1);
    return range.lowest * std::pow(range.highest / range.lowest, way);
}

std::vector<RatePoint> smoothed(std::span<const RatePoint> points) {
    std::vector<RatePoint> smooth;
    double sum = 0;
    double total = 0;
    for (const RatePoint& point : points) {
        sum = weight * sum + (1 - weight) * point.loss;
        total = weight * total + (1 - weight);
        smooth.push_back({point.rate, sum / total});
    }
    return smooth;
}

std::optional<double> suggestedRate(std::span<const RatePoint> points) {
    const auto smooth = smoothed(points);
    const auto least = static_cast<std::size_t>(
        std::min_element(smooth.begin(), smooth.end(),
                         [](const auto& one, const auto& other) { return one.loss < other.loss; }) -
        smooth.begin());
    std::optional<double> rate;
    double steepest = 0;
    for (std::size_t i = reach; i + reach < smooth.size() && i <= least; ++i) {
        const RatePoint& before = smooth[i - reach];
        const RatePoint& after = smooth[i + reach];
        const double slope = (after.loss - before.loss) / std::log(after.rate / before.rate);
        if (slope < steepest) {
            steepest = slope;
            rate = smooth[i].rate;
        }
    }
    return rate;
}

} // namespace neural
