// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace neural {

/// Loshchilov and Hutter 2019, "Decoupled weight decay regularization", algorithm 2.
struct AdamWRates {
    double learningRate = 1e-3;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weightDecay = 0.01;
};

/// One step, `step` counting from 1, over `count` numbers in a single pass through memory: as a
/// chain of tensor operations it is nine. Gradients count times `scale`, and are 0 afterwards.
void adamWStep(const AdamWRates& rates, std::uint64_t step, float scale, std::size_t count,
               float* values, float* gradients, float* mean, float* square);

} // namespace neural
