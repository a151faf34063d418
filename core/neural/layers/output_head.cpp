// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/layers/output_head.h"

#include "core/neural/layers/feed_forward.h"

namespace neural {

OutputHead::OutputHead(const Parameters& parameters, const TransformerSpec& spec)
    : matrix_(parameters[spec.tiedOutput ? "embedding" : "output"]),
      masked_(spec.maskedHead),
      activation_(spec.feedForward) {
    if (spec.maskedHead || spec.outputBias)
        bias_ = parameters["output_bias"];
    if (masked_) {
        head_ = Linear(parameters, "head", true);
        headNorm_ = NormLayer(parameters, "head_norm", spec.norm, spec.normBias, spec.normEpsilon);
    }
}

void OutputHead::addShapes(std::vector<TensorShape>& shapes, const TransformerSpec& spec,
                           std::int64_t vocabularySize) {
    if (!spec.tiedOutput)
        shapes.push_back({"output", {vocabularySize, spec.width}});
    if (spec.maskedHead) {
        Linear::addShapes(shapes, "head", spec.width, spec.width, true);
        NormLayer::addShapes(shapes, "head_norm", spec.norm, spec.normBias, spec.width);
    }
    if (spec.maskedHead || spec.outputBias)
        shapes.push_back({"output_bias", {vocabularySize}});
}

at::Tensor OutputHead::operator()(const at::Tensor& hidden) const {
    const at::Tensor x =
        masked_ ? headNorm_(activate(activation_, head_(hidden))) : hidden; // [n, d]
    return fusedLinear(x, matrix_, bias_);                                  // [n, V]
}

} // namespace neural
