// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/layers/attention.h"
#include "core/neural/layers/feed_forward.h"
#include "core/neural/layers/norm.h"

#include <memory>
#include <string>
#include <vector>

namespace neural {

/// One layer of a transformer: attention and feed-forward, each added to what it reads; between
/// them a decoder's attention to what an encoder read, where there is one.
class Block {
public:
    Block(const Parameters& parameters, const std::string& name, const TransformerSpec& spec,
          unsigned layer, bool looksAcross = false);
    static void addShapes(std::vector<TensorShape>& shapes, const std::string& name,
                          const TransformerSpec& spec, unsigned layer, bool looksAcross = false);

    /// [B, T, d] → [B, T, d]
    at::Tensor pass(const at::Tensor& x, Memory& memory, const View& view) const;

    /// What the block will see of the other text [B, S, d].
    Memory rememberOther(const at::Tensor& other) const { return crossAttention_->remember(other); }
    /// [B, T, d] → [B, T, d], with `acrossView` on what is remembered of the other text.
    at::Tensor pass(const at::Tensor& x, Memory& memory, const View& view, const Memory& other,
                    const View& acrossView) const;

    /// [B, T, d] → [B, T, d], of texts that see what is remembered, and not themselves.
    at::Tensor look(const at::Tensor& x, const Memory& memory, const View& view) const;

private:
    template <class Part>
    at::Tensor add(const at::Tensor& x, const NormLayer& norm, const View& view, Part part) const;
    template <class Attend>
    at::Tensor through(const at::Tensor& x, const View& view, Attend attend) const;
    at::Tensor feed(const at::Tensor& x, const View& view) const;

    NormPlace place_;
    bool parallel_;
    double residualScale_;
    double dropout_;
    NormLayer attentionNorm_;
    std::unique_ptr<AttentionLayer> attention_;
    NormLayer crossAttentionNorm_;
    std::unique_ptr<AttentionLayer> crossAttention_;
    NormLayer feedForwardNorm_;
    std::unique_ptr<FeedForwardLayer> feedForward_;
};

} // namespace neural
