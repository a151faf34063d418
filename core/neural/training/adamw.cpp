// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/training/adamw.h"

#include "core/neural/operators/widest_vectors.h"

#include <cmath>

namespace neural {

NG_WIDEST_VECTORS void adamWStep(const AdamWRates& rates, std::uint64_t step, float scale,
                                 std::size_t count, float* __restrict values,
                                 float* __restrict gradients, float* __restrict mean,
                                 float* __restrict square) {
    const auto t = static_cast<double>(step);
    const auto keepMean = static_cast<float>(rates.beta1);
    const auto takeMean = static_cast<float>(1 - rates.beta1);
    const auto keepSquare = static_cast<float>(rates.beta2);
    const auto takeSquare = static_cast<float>(1 - rates.beta2);
    const auto keepValue = static_cast<float>(1 - rates.learningRate * rates.weightDecay);
    const auto rate = static_cast<float>(rates.learningRate / (1 - std::pow(rates.beta1, t)));
    const auto correction = static_cast<float>(1 / std::sqrt(1 - std::pow(rates.beta2, t)));
    const auto epsilon = static_cast<float>(rates.epsilon);
    for (std::size_t i = 0; i < count; ++i) {
        const float g = gradients[i] * scale;
        gradients[i] = 0;
        mean[i] = keepMean * mean[i] + takeMean * g;
        square[i] = keepSquare * square[i] + takeSquare * g * g;
        const float denominator = std::sqrt(square[i]) * correction + epsilon;
        values[i] = keepValue * values[i] - rate * mean[i] / denominator;
    }
}

} // namespace neural
