// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/layers/latent_attention.h"

#include "core/neural/operators/growing.h"
#include "core/neural/operators/one_token.h"

#include <cmath>

namespace neural {

LatentAttention::LatentAttention(const Parameters& parameters, const std::string& name,
                                 const TransformerSpec& spec)
    : heads_(spec.heads),
      width_(spec.headWidth),
      rotaryWidth_(spec.latent.rotaryWidth),
      rank_(spec.latent.keyValueRank),
      compressesQueries_(spec.latent.queryRank > 0),
      query_(parameters, name + ".query", false),
      keyValueDown_(parameters, name + ".key_value_down", false),
      keyValueNorm_(parameters, name + ".key_value_norm", Norm::RmsNorm, false, spec.normEpsilon),
      keyValueUp_(parameters, name + ".key_value_up", false),
      output_(parameters, name + ".output", spec.biases) {
    if (compressesQueries_) {
        queryDown_ = Linear(parameters, name + ".query_down", false);
        queryNorm_ =
            NormLayer(parameters, name + ".query_norm", Norm::RmsNorm, false, spec.normEpsilon);
    }
}

void LatentAttention::addShapes(std::vector<TensorShape>& shapes, const std::string& name,
                                const TransformerSpec& spec) {
    const LatentSpec& latent = spec.latent;
    const std::int64_t heads = spec.heads;
    const std::int64_t queryInput = latent.queryRank > 0 ? latent.queryRank : spec.width;
    if (latent.queryRank > 0) {
        Linear::addShapes(shapes, name + ".query_down", latent.queryRank, spec.width, false);
        NormLayer::addShapes(shapes, name + ".query_norm", Norm::RmsNorm, false, latent.queryRank);
    }
    Linear::addShapes(shapes, name + ".query", heads * (spec.headWidth + latent.rotaryWidth),
                      queryInput, false);
    Linear::addShapes(shapes, name + ".key_value_down",
                      std::int64_t{latent.keyValueRank} + latent.rotaryWidth, spec.width, false);
    NormLayer::addShapes(shapes, name + ".key_value_norm", Norm::RmsNorm, false,
                         latent.keyValueRank);
    Linear::addShapes(shapes, name + ".key_value_up", heads * 2 * spec.headWidth,
                      latent.keyValueRank, false);
    Linear::addShapes(shapes, name + ".output", spec.width, heads * spec.headWidth, spec.biases);
}

at::Tensor LatentAttention::queries(const at::Tensor& x) const {
    const at::Tensor c = compressesQueries_ ? queryNorm_(queryDown_(x)) : x; // [B, T, d_c′]
    return query_(c)
        .reshape({x.size(0), x.size(1), heads_, width_ + rotaryWidth_})
        .transpose(1, 2); // [B, H, T, w + w_R]
}

at::Tensor LatentAttention::attend(const at::Tensor& x, Memory& memory, const View& view) const {
    Memory own = remember(x);
    own.second = view.rotation.turn(own.second);
    memory = {appended(memory.first, own.first),    // [B, 1, S, d_c]
              appended(memory.second, own.second)}; // [B, 1, S, w_R]
    return look(x, memory, view);                   // [B, T, d]
}

Memory LatentAttention::remember(const at::Tensor& other) const {
    const std::vector<at::Tensor> down =
        keyValueDown_(other).split_with_sizes({rank_, rotaryWidth_}, 2);
    return {keyValueNorm_(down[0]).unsqueeze(1), // [B, 1, S, d_c]
            down[1].unsqueeze(1)};               // [B, 1, S, w_R]
}

at::Tensor LatentAttention::look(const at::Tensor& x, const Memory& memory,
                                 const View& view) const {
    at::Tensor q = queries(x); // [B, H, T, w + w_R]
    if (view.rotation.cosine.defined()) {
        const std::vector<at::Tensor> query = q.split_with_sizes({width_, rotaryWidth_}, 3);
        q = at::cat({query[0], view.rotation.turn(query[1])}, 3);
    }
    const double scale = 1 / std::sqrt(static_cast<double>(width_ + rotaryWidth_));
    if (x.size(0) * x.size(1) == 1 && !view.range.defined() && !c10::GradMode::is_enabled())
        return output_(latentAttentionOfOne(q, memory.first, memory.second, keyValueUp_.weight,
                                            scale, view.bias)); // [1, 1, d]
    const std::int64_t batch = x.size(0);
    const std::int64_t seen = memory.first.size(2);
    const std::vector<at::Tensor> keyValue = keyValueUp_(memory.first)
                                                 .reshape({batch, seen, heads_, 2 * width_})
                                                 .transpose(1, 2) // [B, H, S, 2 w]
                                                 .split_with_sizes({width_, width_}, 3);
    const at::Tensor k =
        at::cat({keyValue[0], memory.second.expand({batch, heads_, seen, rotaryWidth_})}, 3);
    return output_(weighedValues(q, k, keyValue[1], scale, view)); // [B, T, d]
}

} // namespace neural
