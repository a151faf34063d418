// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/compute/torch_compat.h"

/// What a network that writes does for one token at a time: every number that it has is read once,
/// so that the memory's speed is all there is to win, which takes more than one core. No gradients
/// are recorded. What comes out does not depend on the cores.
namespace neural {

/// As at::linear(x, weight, bias) for x [.., in] of one row; `weight` contiguous.
at::Tensor productOfOne(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias);

/// Attention of one query that sees everything: q [1, H, 1, w]; k [1, G, S, w] and v [1, G, S, w′],
/// whose places are rows in memory, each for H / G heads beside one another; `bias`, added to the
/// scores, of a shape that expands to [1, H, 1, S], or undefined → [1, 1, H w′]
at::Tensor attentionOfOne(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                          double scale, const at::Tensor& bias);

/// The same by way of latents: DeepSeek-AI 2024, "DeepSeek-V2", section 2.1.2. The product of a
/// query and a key is q (U c) = (q U) c, so that the keys and values of all places need not be made
/// from their latents c. q [1, H, 1, w + r], of which r is turned by the place; latents [1, 1, S,
/// c] and turned keys [1, 1, S, r], whose places are rows in memory; `up` [H 2 w, c], contiguous:
/// each head's keys above its values; `bias` as above → [1, 1, H w]
at::Tensor latentAttentionOfOne(const at::Tensor& q, const at::Tensor& latents,
                                const at::Tensor& turnedKeys, const at::Tensor& up, double scale,
                                const at::Tensor& bias);

} // namespace neural
