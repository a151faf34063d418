// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/layers/experts.h"

namespace neural {

namespace {

std::string numbered(const std::string& name, unsigned number) {
    return name + "." + std::to_string(number);
}

} // namespace

Experts::Experts(const Parameters& parameters, const std::string& name, const TransformerSpec& spec)
    : chosen_(spec.experts.chosen),
      balanceLoss_(spec.experts.balanceLoss),
      router_(parameters, name + ".router", false) {
    for (unsigned i = 0; i < spec.experts.shared; ++i)
        shared_.emplace_back(parameters, numbered(name + ".shared", i), spec.feedForward,
                             spec.biases);
    for (unsigned i = 0; i < spec.experts.count; ++i)
        experts_.emplace_back(parameters, numbered(name + ".experts", i), spec.feedForward,
                              spec.biases);
}

void Experts::addShapes(std::vector<TensorShape>& shapes, const std::string& name,
                        const TransformerSpec& spec) {
    Linear::addShapes(shapes, name + ".router", spec.experts.count, spec.width, false);
    const auto add = [&](const std::string& kind, unsigned count) {
        for (unsigned i = 0; i < count; ++i)
            DenseFeedForward::addShapes(shapes, numbered(name + kind, i), spec.feedForward,
                                        spec.biases, spec.width, spec.experts.innerWidth);
    };
    add(".shared", spec.experts.shared);
    add(".experts", spec.experts.count);
}

at::Tensor Experts::feed(const at::Tensor& x, TrainingPass* training) const {
    const at::Tensor p = at::softmax(router_(x), -1);         // [N, E]
    const auto [weights, numbers] = at::topk(p, chosen_, -1); // [N, k] each
    at::Tensor y = at::zeros_like(x);                         // [N, d]
    for (const DenseFeedForward& expert : shared_)
        y = y + expert.feed(x, training);
    std::vector<float> shares(experts_.size());
    for (std::size_t e = 0; e < experts_.size(); ++e) {
        const at::Tensor places = numbers.eq(static_cast<std::int64_t>(e)).nonzero(); // [n, 2]
        if (places.size(0) == 0)
            continue;
        shares[e] = static_cast<float>(places.size(0)) / static_cast<float>(numbers.numel());
        const at::Tensor rows = places.select(1, 0);                                // [n]
        const at::Tensor weight = weights.index({rows, places.select(1, 1)});       // [n]
        const at::Tensor out = experts_[e].feed(x.index_select(0, rows), training); // [n, d]
        y = y.index_add(0, rows, out * weight.unsqueeze(1));                        // [N, d]
    }
    if (training && balanceLoss_ > 0) {
        const at::Tensor f = at::tensor(shares, floats()) * static_cast<double>(shares.size());
        const at::Tensor loss = (f * p.mean(0)).sum() * balanceLoss_;
        training->extraLoss = training->extraLoss.defined() ? training->extraLoss + loss : loss;
    }
    return y;
}

} // namespace neural
