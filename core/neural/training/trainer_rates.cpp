// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/neural/training/trainer.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace neural {

namespace {

constexpr double hopeless = 4; ///< times the least loss: from here on there is nothing to see

} // namespace

std::vector<RatePoint> Trainer::testRates(const RateRange& range, const RateListener& onPoint,
                                          const std::stop_token& stop) {
    std::vector<RatePoint> points;
    double least = std::numeric_limits<double>::infinity();
    for (std::uint64_t step = 1; step <= range.steps; ++step) {
        progress_.pausePoint(stop);
        base::throwIfStopped(stop);
        const double rate = rateAt(range, step);
        std::optional<StepMetrics> metrics;
        try {
            metrics = takeStep(step, rate, stop);
        } catch (const base::TrainingError&) {
            break; // the loss is no finite number: the end that is looked for
        }
        base::throwIfStopped(stop);
        points.push_back({rate, metrics->trainingLoss});
        if (onPoint)
            onPoint(points.back());
        progress_.report(
            {{NG_TEXT("core", "Trying the learning rate {0}"), {fmt::format("{:.2g}", rate)}},
             step,
             range.steps});
        least = std::min(least, metrics->trainingLoss);
        if (metrics->trainingLoss > hopeless * least)
            break;
    }
    return points;
}

} // namespace neural
