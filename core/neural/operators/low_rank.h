// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/compute/torch_compat.h"

#include <vector>

namespace neural {

/// A matrix W = W₀ + scale · B A of which the two narrow ones alone are learnt: Hu et al. 2022,
/// "LoRA: low-rank adaptation of large language models", section 4.1.
struct LowRank {
    at::Tensor weight; ///< W [out, in], contiguous
    at::Tensor a;      ///< [r, in], with a place for its gradients: see keepsGradients()
    at::Tensor b;      ///< [out, r], the same
    double scale = 1;
};

/// While it lives, products by these matrices in the calling thread add the gradients of A and B
/// instead of W's, which are never computed. `matrices` must outlive it; null for none.
class LowRankScope {
public:
    explicit LowRankScope(const std::vector<LowRank>* matrices);
    ~LowRankScope();
    LowRankScope(const LowRankScope&) = delete;
    LowRankScope& operator=(const LowRankScope&) = delete;

private:
    const std::vector<LowRank>* before_;
};

/// What the weight of a product is in the calling thread; null where it is no such matrix.
const LowRank* lowRankOf(const at::Tensor& weight);

} // namespace neural
