// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/attention.h"
#include "core/neural/feed_forward.h"
#include "core/neural/norm.h"

#include <memory>
#include <string>
#include <vector>

namespace neural {

/// One layer of a transformer: attention and feed-forward, each added to what it reads.
class Block {
public:
    Block(const Parameters& parameters, const std::string& name, const TransformerSpec& spec,
          unsigned layer);
    static void addShapes(std::vector<TensorShape>& shapes, const std::string& name,
                          const TransformerSpec& spec, unsigned layer);

    /// [B, T, d] → [B, T, d]
    at::Tensor pass(const at::Tensor& x, Memory& memory, const View& view) const;

private:
    at::Tensor feed(const at::Tensor& x, const View& view) const;

    NormPlace place_;
    bool parallel_;
    double residualScale_;
    double dropout_;
    NormLayer attentionNorm_;
    std::unique_ptr<AttentionLayer> attention_;
    NormLayer feedForwardNorm_;
    std::unique_ptr<FeedForwardLayer> feedForward_;
};

} // namespace neural
