// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/specification/specification.h"

#include <cstdint>

namespace neural {

/// The rate of `step`, counting from 1: up in a straight line over the warm-up, then as the
/// schedule says down to finalRate · learningRate at the last step (Loshchilov and Hutter 2017,
/// "SGDR", equation 5 without restarts, for the cosine).
double learningRateAt(const TrainingSpec& spec, std::uint64_t step);

} // namespace neural
