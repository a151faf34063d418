// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// The learning rate range test of Smith 2017, "Cyclical learning rates for training neural
/// networks", section 3.3: the rate grows from step to step, here by a constant factor, and the
/// loss shows from where to where it is of use.
namespace neural {

struct RateRange {
    double lowest = 1e-6;
    double highest = 1;
    std::uint64_t steps = 200;

    bool operator==(const RateRange&) const = default;
};

/// One step's training loss, in nats per token, and the rate that the step was taken with.
struct RatePoint {
    double rate = 0;
    double loss = 0;

    bool operator==(const RatePoint&) const = default;
};

/// Throws base::InputError where a value is out of its range, naming value and range.
void requireValid(const RateRange& range);

/// The rate of `step`, counting from 1.
double rateAt(const RateRange& range, std::uint64_t step);

/// The losses without their noise: an exponential moving average of unbiased beginning.
std::vector<RatePoint> smoothed(std::span<const RatePoint> points);

/// The rate at which the smoothed loss falls most steeply over the logarithm of the rate, before
/// its least value; nothing where it does not fall.
std::optional<double> suggestedRate(std::span<const RatePoint> points);

} // namespace neural
