// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/network.h"
#include "core/neural/data/data.h"

#include <cstddef>

namespace neural {

/// What some rows of a batch cost a network.
struct BatchLoss {
    at::Tensor sum;        ///< [], in nats, times the scale that was asked for
    std::size_t right = 0; ///< labels told right, or pairs whose better text gained more
};

/// Of `rows` rows of the batch: the cross-entropy of their targets, or, where they are pairs,
/// Rafailov et al. 2023, "Direct preference optimization", equation 7, with its β. What was right
/// is counted outside of training, where `training` is null.
BatchLoss lossOf(const Network& network, Batch& batch, std::size_t firstRow, std::size_t rows,
                 double beta, TrainingPass* training, double scale = 1);

/// ln P of each text: of the logits [n T, V] the targets [n, T], summed → [n]
at::Tensor logProbabilitiesOfTexts(const at::Tensor& logits, const at::Tensor& targets);

/// Equation 7, summed over n pairs: −ln σ(β ((ln π_w − ln ref_w) − (ln π_l − ln ref_l))), of both
/// [n, 2] with the better text first. Returns the margins, which σ is taken of, [n].
at::Tensor preferenceMargins(const at::Tensor& policy, const at::Tensor& reference, double beta);

} // namespace neural
