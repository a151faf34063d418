// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/torch_compat.h"

/// Operators of several of LibTorch's in one, with gradients of their own: the same numbers to
/// single precision, with less memory to walk through. Each works in the calling thread.
namespace neural {

/// Vaswani et al. 2017, section 3.2.1, where each token sees itself and those before it: softmax(q
/// kᵀ scale) v, without computing what the mask would hide. q [B, H, T, w]; k [B, G, T, w] and v
/// [B, G, T, w′], each for H / G heads beside one another → [B, T, H w′]
at::Tensor causalAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                           double scale);

/// As at::gelu(x, "none") or "tanh".
at::Tensor fusedGelu(const at::Tensor& x, bool byTanh);

/// As at::linear(x, weight, bias), x [.., in]. Where weight and bias are a network's parameters,
/// their gradients are added where Parameters keeps them by the product itself, in the thread's
/// ProductPrecision.
at::Tensor fusedLinear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias);

/// The same with factors rounded to bfloat16, where weight and bias are a network's parameters.
at::Tensor bfloat16Linear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias);

/// As at::embedding(weight, ids). Where weight is a network's parameter, the backward pass touches
/// the rows alone that were looked up.
at::Tensor fusedEmbedding(const at::Tensor& weight, const at::Tensor& ids);

/// The cross-entropy of logits [n, V] with targets [n], summed and times `scale`, in nats; a target
/// below 0 does not count.
at::Tensor fusedCrossEntropy(const at::Tensor& logits, const at::Tensor& targets, double scale = 1);

} // namespace neural
