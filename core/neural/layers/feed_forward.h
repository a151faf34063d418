// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/layers/linear.h"
#include "core/neural/layers/training_pass.h"
#include "core/neural/specification/transformer_spec.h"

#include <memory>
#include <string>
#include <vector>

namespace neural {

/// The function inside a feed-forward, number by number.
at::Tensor activate(FeedForward kind, const at::Tensor& x);

class FeedForwardLayer {
public:
    virtual ~FeedForwardLayer() = default;
    /// [N, d] → [N, d], each row by itself.
    virtual at::Tensor feed(const at::Tensor& x, TrainingPass* training) const = 0;
};

/// Vaswani et al. 2017, section 3.3: W₂ f(W₁ x). With a gate: Shazeer 2020, "GLU variants improve
/// transformer", equation 6: W₂ (f(W x) ⊙ V x).
class DenseFeedForward final : public FeedForwardLayer {
public:
    DenseFeedForward(const Parameters& parameters, const std::string& name, FeedForward kind,
                     bool biases);
    static void addShapes(std::vector<TensorShape>& shapes, const std::string& name,
                          FeedForward kind, bool biases, std::int64_t width, std::int64_t inner);
    at::Tensor feed(const at::Tensor& x, TrainingPass* training) const override;

private:
    FeedForward kind_;
    Linear in_; ///< with a gate W above V
    Linear out_;
};

void addFeedForwardShapes(std::vector<TensorShape>& shapes, const std::string& name,
                          const TransformerSpec& spec, unsigned layer);
std::unique_ptr<FeedForwardLayer> makeFeedForward(const Parameters& parameters,
                                                  const std::string& name,
                                                  const TransformerSpec& spec, unsigned layer);

} // namespace neural
