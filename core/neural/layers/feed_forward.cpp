// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/layers/feed_forward.h"

#include "core/neural/layers/experts.h"
#include "core/neural/operators/fused.h"

namespace neural {

at::Tensor activate(FeedForward kind, const at::Tensor& x) {
    switch (kind) {
    case FeedForward::Relu:
        return at::relu(x);
    case FeedForward::SwiGlu:
        return at::silu(x);
    case FeedForward::GeluTanh:
    case FeedForward::GeGluTanh:
        return fusedGelu(x, true);
    case FeedForward::Gelu:
    case FeedForward::GeGlu:
        break;
    }
    return fusedGelu(x, false);
}

DenseFeedForward::DenseFeedForward(const Parameters& parameters, const std::string& name,
                                   FeedForward kind, bool biases)
    : kind_(kind), in_(parameters, name + ".in", biases), out_(parameters, name + ".out", biases) {}

void DenseFeedForward::addShapes(std::vector<TensorShape>& shapes, const std::string& name,
                                 FeedForward kind, bool biases, std::int64_t width,
                                 std::int64_t inner) {
    Linear::addShapes(shapes, name + ".in", isGated(kind) ? 2 * inner : inner, width, biases);
    Linear::addShapes(shapes, name + ".out", width, inner, biases);
}

at::Tensor DenseFeedForward::feed(const at::Tensor& x, TrainingPass* /*training*/) const {
    if (kind_ == FeedForward::Gelu || kind_ == FeedForward::GeluTanh)
        return fusedFeedForward(x, in_.weight, in_.bias, out_.weight, out_.bias,
                                kind_ == FeedForward::GeluTanh); // [N, d]
    const at::Tensor a = in_(x);                                 // [N, i], with a gate [N, 2 i]
    if (!isGated(kind_))
        return out_(activate(kind_, a)); // [N, d]
    const std::vector<at::Tensor> half = a.chunk(2, -1);
    return out_(activate(kind_, half[0]) * half[1]); // [N, d]
}

void addFeedForwardShapes(std::vector<TensorShape>& shapes, const std::string& name,
                          const TransformerSpec& spec, unsigned layer) {
    if (hasExperts(spec, layer))
        Experts::addShapes(shapes, name, spec);
    else
        DenseFeedForward::addShapes(shapes, name, spec.feedForward, spec.biases, spec.width,
                                    spec.innerWidth);
}

std::unique_ptr<FeedForwardLayer> makeFeedForward(const Parameters& parameters,
                                                  const std::string& name,
                                                  const TransformerSpec& spec, unsigned layer) {
    if (hasExperts(spec, layer))
        return std::make_unique<Experts>(parameters, name, spec);
    return std::make_unique<DenseFeedForward>(parameters, name, spec.feedForward, spec.biases);
}

} // namespace neural
