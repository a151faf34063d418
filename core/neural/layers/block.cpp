// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/layers/block.h"

#include "core/neural/layers/dropout.h"

namespace neural {

namespace {

/// What stands across has no places of its own: Vaswani et al. 2017, section 3.2.3.
TransformerSpec withoutPlaces(TransformerSpec spec) {
    spec.biases = hasAttentionOutputBias(spec);
    if (spec.position == Position::TransformerXl)
        spec.position = Position::Learned;
    return spec;
}

} // namespace

Block::Block(const Parameters& parameters, const std::string& name, const TransformerSpec& spec,
             unsigned layer, bool looksAcross)
    : place_(spec.normPlace),
      parallel_(spec.parallel),
      residualScale_(spec.residualScale),
      dropout_(spec.dropout),
      attentionNorm_(parameters, name + ".attention_norm", spec.norm, spec.normBias,
                     spec.normEpsilon),
      attention_(makeAttention(parameters, name + ".attention", spec)),
      feedForward_(makeFeedForward(parameters, name + ".feed_forward", spec, layer)) {
    if (looksAcross) {
        crossAttentionNorm_ = NormLayer(parameters, name + ".cross_attention_norm", spec.norm,
                                        spec.normBias, spec.normEpsilon);
        crossAttention_ = makeAttention(parameters, name + ".cross_attention", withoutPlaces(spec));
    }
    if (!parallel_)
        feedForwardNorm_ = NormLayer(parameters, name + ".feed_forward_norm", spec.norm,
                                     spec.normBias, spec.normEpsilon);
}

void Block::addShapes(std::vector<TensorShape>& shapes, const std::string& name,
                      const TransformerSpec& spec, unsigned layer, bool looksAcross) {
    NormLayer::addShapes(shapes, name + ".attention_norm", spec.norm, spec.normBias, spec.width);
    addAttentionShapes(shapes, name + ".attention", spec);
    if (looksAcross) {
        NormLayer::addShapes(shapes, name + ".cross_attention_norm", spec.norm, spec.normBias,
                             spec.width);
        addAttentionShapes(shapes, name + ".cross_attention", withoutPlaces(spec));
    }
    if (!spec.parallel)
        NormLayer::addShapes(shapes, name + ".feed_forward_norm", spec.norm, spec.normBias,
                             spec.width);
    addFeedForwardShapes(shapes, name + ".feed_forward", spec, layer);
}

at::Tensor Block::feed(const at::Tensor& x, const View& view) const {
    return feedForward_->feed(x.flatten(0, 1), view.training).view(x.sizes()); // [B, T, d]
}

/// x and what `part` makes of it.
template <class Part>
at::Tensor Block::add(const at::Tensor& x, const NormLayer& norm, const View& view,
                      Part part) const {
    if (place_ == NormPlace::Before) // Radford et al. 2019, section 2.3
        return x + dropout(part(norm(x)), dropout_, view.training);
    // Vaswani et al. 2017, section 3.1
    return norm(x * residualScale_ + dropout(part(x), dropout_, view.training));
}

template <class Attend>
at::Tensor Block::through(const at::Tensor& x, const View& view, Attend attend) const {
    if (parallel_) { // Chowdhery et al. 2022, "PaLM", section 2
        const at::Tensor n = attentionNorm_(x);
        const at::Tensor attended = dropout(attend(n), dropout_, view.training);
        return x + attended + dropout(feed(n, view), dropout_, view.training);
    }
    const at::Tensor y = add(x, attentionNorm_, view, attend);
    return add(y, feedForwardNorm_, view, [&](const at::Tensor& n) { return feed(n, view); });
}

at::Tensor Block::pass(const at::Tensor& x, Memory& memory, const View& view) const {
    return through(x, view,
                   [&](const at::Tensor& n) { return attention_->attend(n, memory, view); });
}

at::Tensor Block::pass(const at::Tensor& x, Memory& memory, const View& view, const Memory& other,
                       const View& acrossView) const {
    at::Tensor y = add(x, attentionNorm_, view,
                       [&](const at::Tensor& n) { return attention_->attend(n, memory, view); });
    y = add(y, crossAttentionNorm_, view,
            [&](const at::Tensor& n) { return crossAttention_->look(n, other, acrossView); });
    return add(y, feedForwardNorm_, view, [&](const at::Tensor& n) { return feed(n, view); });
}

at::Tensor Block::look(const at::Tensor& x, const Memory& memory, const View& view) const {
    return through(x, view, [&](const at::Tensor& n) { return attention_->look(n, memory, view); });
}

} // namespace neural
