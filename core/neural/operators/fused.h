// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/compute/torch_compat.h"

#include <cstdint>
#include <vector>

/// Operators of several of LibTorch's in one, with gradients of their own: the same numbers to
/// single precision, with less memory to walk through. Each works in the calling thread.
namespace neural {

/// Weights of attention that are left out of a pass, as dropout() does: which, follows from a key.
struct AttentionDropout {
    double share = 0;
    std::uint64_t key = 0;
};

/// Vaswani et al. 2017, section 3.2.1, where each query sees some keys beside one another:
/// softmax(q kᵀ scale + bias) v, without computing most of what is not seen. q [B, H, T, w]; k [B,
/// G, S, w] and v [B, G, S, w′], each for H / G heads beside one another. `seen` [1 or B, T, 2]
/// integers: the first key of each query, and the one behind its last, at least one between them.
/// `ofDistances` [H, T + S − 1], or undefined: number T − 1 − i + j is added to the score of query
/// i and key j. → [B, T, H w′]
at::Tensor rangeAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                          double scale, const at::Tensor& seen, const at::Tensor& ofDistances = {},
                          const AttentionDropout& dropout = {});

/// As at::gelu(x, "none") or "tanh".
at::Tensor fusedGelu(const at::Tensor& x, bool byTanh);

/// As at::linear(x, weight, bias), x [.., in]. Where weight and bias are a network's parameters,
/// their gradients are added where Parameters keeps them by the product itself, in the thread's
/// ProductPrecision; where the weight is one of the thread's LowRankScope, those of A and B alone.
at::Tensor fusedLinear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias);
/// The same by `count` rows of weight and bias, from `first` on.
at::Tensor fusedLinear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                       std::int64_t first, std::int64_t count);

/// fusedLinear() of the GELU of fusedLinear(): W′ gelu(W x + b) + b′.
at::Tensor fusedFeedForward(const at::Tensor& x, const at::Tensor& inWeight,
                            const at::Tensor& inBias, const at::Tensor& outWeight,
                            const at::Tensor& outBias, bool byTanh);

/// LayerNorm of x [.., d] or, without a mean, RMSNorm: see normRow(). bias may be undefined.
at::Tensor fusedNorm(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                     bool hasMean, double epsilon);

/// x [.., a + b + …] as its parts [.., a], [.., b], …, whose gradients are not put together where
/// they lie together already, as those of rangeAttention() do.
std::vector<at::Tensor> fusedSplit(const at::Tensor& x, const std::vector<std::int64_t>& sizes);

/// As at::embedding(weight, ids). Where weight is a network's parameter, the backward pass touches
/// the rows alone that were looked up.
at::Tensor fusedEmbedding(const at::Tensor& weight, const at::Tensor& ids);

/// The cross-entropy of logits [n, V] with targets [n], summed and times `scale`, in nats; a target
/// below 0 does not count.
at::Tensor fusedCrossEntropy(const at::Tensor& logits, const at::Tensor& targets, double scale = 1);

} // namespace neural
