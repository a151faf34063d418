// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/layers/linear.h"
#include "core/neural/layers/norm.h"
#include "core/neural/specification/transformer_spec.h"

#include <vector>

namespace neural {

/// From what a transformer's last layer makes of a token to the logits of a vocabulary, by the
/// matrix of the parameter "embedding" or one of its own; with BERT's layer before it where the
/// specification says so.
class OutputHead {
public:
    OutputHead(const Parameters& parameters, const TransformerSpec& spec);
    static void addShapes(std::vector<TensorShape>& shapes, const TransformerSpec& spec,
                          std::int64_t vocabularySize);

    at::Tensor operator()(const at::Tensor& hidden) const; ///< [n, d] → [n, V]

private:
    at::Tensor matrix_; ///< [V, d]
    at::Tensor bias_;   ///< [V], or undefined
    bool masked_;
    FeedForward activation_;
    Linear head_;
    NormLayer headNorm_;
};

} // namespace neural
