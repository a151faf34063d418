// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/layers/feed_forward.h"

namespace neural {

/// Mixture of experts as in Dai et al. 2024, "DeepSeekMoE", section 3: every token passes the
/// shared experts and the k of the others that its router finds most probable, weighed by those
/// probabilities. Training adds section 3.3's balance loss, α Σ f P over the experts: f is the
/// share of the tokens that an expert has, times their number over k, and P its mean probability.
class Experts final : public FeedForwardLayer {
public:
    Experts(const Parameters& parameters, const std::string& name, const TransformerSpec& spec);
    static void addShapes(std::vector<TensorShape>& shapes, const std::string& name,
                          const TransformerSpec& spec);
    at::Tensor feed(const at::Tensor& x, TrainingPass* training) const override;

private:
    std::int64_t chosen_;
    double balanceLoss_;
    Linear router_; ///< [experts, d]
    std::vector<DenseFeedForward> shared_;
    std::vector<DenseFeedForward> experts_;
};

} // namespace neural
