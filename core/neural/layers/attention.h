// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/layers/linear.h"
#include "core/neural/layers/position.h"
#include "core/neural/layers/training_pass.h"
#include "core/neural/specification/transformer_spec.h"

#include <memory>
#include <string>
#include <vector>

namespace neural {

/// What attention sees besides its input; the same for all layers of a pass.
struct View {
    at::Tensor range;       ///< what is seen, as a Sight has it, for an operator of our own; or
    at::Tensor bias;        ///< added to the scores, [.., T, S]: mask and position; or undefined
    at::Tensor ofDistances; ///< with a range: position alone, [H, T + S − 1], or undefined
    Rotation rotation;      ///< where positions are rotary
    at::Tensor waves;       ///< where positions are Transformer-XL's: of each distance, [D, d]
    at::Tensor steps;   ///< and which of them each query is from each key, [T, S] or [B, 1, T, S]
    double dropout = 0; ///< of the weights
    TrainingPass* training = nullptr;
};

/// What a layer remembers of the tokens before: two tensors whose places are their dimension 1 from
/// the end but one; undefined before the first.
struct Memory {
    at::Tensor first;
    at::Tensor second;
};

class AttentionLayer {
public:
    virtual ~AttentionLayer() = default;
    /// [B, T, d] → [B, T, d], of what is remembered and itself, which is remembered from here on.
    virtual at::Tensor attend(const at::Tensor& x, Memory& memory, const View& view) const = 0;
    /// What there is to see of another text [B, S, d], wherever it stands.
    virtual Memory remember(const at::Tensor& other) const = 0;
    /// [B, T, d] → [B, T, d], of what is remembered alone. Without a rotation in the view places
    /// are not told apart.
    virtual at::Tensor look(const at::Tensor& x, const Memory& memory, const View& view) const = 0;
};

void addAttentionShapes(std::vector<TensorShape>& shapes, const std::string& name,
                        const TransformerSpec& spec);
std::unique_ptr<AttentionLayer> makeAttention(const Parameters& parameters, const std::string& name,
                                              const TransformerSpec& spec);

/// Vaswani et al. 2017, section 3.2.1: softmax(q kᵀ scale + bias) v, of what the view sees. q [B,
/// H, T, w]; k [B, G, S, w] and v [B, G, S, w′], each for H / G heads beside one another → [B, T, H
/// w′]
at::Tensor weighedValues(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                         double scale, const View& view);

} // namespace neural
