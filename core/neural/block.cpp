// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/block.h"

#include "core/neural/dropout.h"

namespace neural {

Block::Block(const Parameters& parameters, const std::string& name, const TransformerSpec& spec,
             unsigned layer)
    : place_(spec.normPlace),
      parallel_(spec.parallel),
      residualScale_(spec.residualScale),
      dropout_(spec.dropout),
      attentionNorm_(parameters, name + ".attention_norm", spec.norm, spec.normBias,
                     spec.normEpsilon),
      attention_(makeAttention(parameters, name + ".attention", spec)),
      feedForward_(makeFeedForward(parameters, name + ".feed_forward", spec, layer)) {
    if (!parallel_)
        feedForwardNorm_ = NormLayer(parameters, name + ".feed_forward_norm", spec.norm,
                                     spec.normBias, spec.normEpsilon);
}

void Block::addShapes(std::vector<TensorShape>& shapes, const std::string& name,
                      const TransformerSpec& spec, unsigned layer) {
    NormLayer::addShapes(shapes, name + ".attention_norm", spec.norm, spec.normBias, spec.width);
    addAttentionShapes(shapes, name + ".attention", spec);
    if (!spec.parallel)
        NormLayer::addShapes(shapes, name + ".feed_forward_norm", spec.norm, spec.normBias,
                             spec.width);
    addFeedForwardShapes(shapes, name + ".feed_forward", spec, layer);
}

at::Tensor Block::feed(const at::Tensor& x, const View& view) const {
    return feedForward_->feed(x.flatten(0, 1), view.training).view(x.sizes()); // [B, T, d]
}

at::Tensor Block::pass(const at::Tensor& x, Memory& memory, const View& view) const {
    const auto drop = [&](const at::Tensor& part) {
        return dropout(part, dropout_, view.training);
    };
    if (parallel_) { // Chowdhery et al. 2022, "PaLM", section 2
        const at::Tensor n = attentionNorm_(x);
        return x + drop(attention_->attend(n, memory, view)) + drop(feed(n, view));
    }
    if (place_ == NormPlace::Before) { // Radford et al. 2019, section 2.3
        const at::Tensor y = x + drop(attention_->attend(attentionNorm_(x), memory, view));
        return y + drop(feed(feedForwardNorm_(y), view));
    }
    // Vaswani et al. 2017, section 3.1
    const at::Tensor y =
        attentionNorm_(x * residualScale_ + drop(attention_->attend(x, memory, view)));
    return feedForwardNorm_(y * residualScale_ + drop(feed(y, view)));
}

} // namespace neural
