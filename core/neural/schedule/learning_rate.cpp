// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/schedule/learning_rate.h"

#include <cmath>
#include <numbers>

namespace neural {

double learningRateAt(const TrainingSpec& spec, std::uint64_t step) {
    if (step <= spec.warmupSteps)
        return spec.learningRate * static_cast<double>(step) /
               static_cast<double>(spec.warmupSteps);
    if (step >= spec.steps || spec.schedule == Schedule::Constant)
        return spec.schedule == Schedule::Constant ? spec.learningRate
                                                   : spec.learningRate * spec.finalRate;
    // From 0 at the warm-up's end to 1 at the last step.
    const double way = static_cast<double>(step - spec.warmupSteps) /
                       static_cast<double>(spec.steps - spec.warmupSteps);
    const double left =
        spec.schedule == Schedule::Linear ? 1 - way : (1 + std::cos(std::numbers::pi * way)) / 2;
    return spec.learningRate * (spec.finalRate + (1 - spec.finalRate) * left);
}

} // namespace neural
