// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/layers/training_pass.h"
#include "core/neural/operators/fused.h"

namespace neural {

/// Srivastava et al. 2014, "Dropout", JMLR 15: each number is 0 with probability `share`, and those
/// that are left grow to keep the sum; nothing outside of training.
at::Tensor dropout(const at::Tensor& x, double share, TrainingPass* training);
/// The same for the weights of attention that an operator of our own computes.
AttentionDropout attentionDropout(double share, TrainingPass* training);

} // namespace neural
