// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/layers/attention.h"

#include "core/neural/layers/dropout.h"
#include "core/neural/layers/latent_attention.h"
#include "core/neural/operators/fused.h"
#include "core/neural/operators/growing.h"
#include "core/neural/operators/one_token.h"

#include <cmath>

namespace neural {

namespace {

/// Vaswani et al. 2017, section 3.2.2. One key and value for all heads: Shazeer 2019, "Fast
/// transformer decoding: one write-head is all you need"; for a group of them: Ainslie et al. 2023,
/// "GQA". H heads, G of them with keys and values, w wide.
class HeadAttention final : public AttentionLayer {
public:
    HeadAttention(const Parameters& parameters, const std::string& name,
                  const TransformerSpec& spec)
        : heads_(spec.heads),
          groups_(keyValueHeads(spec)),
          width_(spec.headWidth),
          rotary_(spec.position == Position::Rotary),
          relative_(spec.position == Position::TransformerXl),
          queryKeyValue_(parameters, name + ".query_key_value", spec.queryKeyValueBias),
          output_(parameters, name + ".output", hasAttentionOutputBias(spec)) {
        if (relative_) {
            distanceKey_ = Linear(parameters, name + ".distance_key", false);
            u_ = parameters[name + ".u"];
            v_ = parameters[name + ".v"];
        }
    }

    static void addShapes(std::vector<TensorShape>& shapes, const std::string& name,
                          const TransformerSpec& spec) {
        const std::int64_t rows = std::int64_t{spec.heads} + 2 * keyValueHeads(spec);
        Linear::addShapes(shapes, name + ".query_key_value", rows * spec.headWidth, spec.width,
                          spec.queryKeyValueBias);
        const std::int64_t inHeads = std::int64_t{spec.heads} * spec.headWidth;
        Linear::addShapes(shapes, name + ".output", spec.width, inHeads,
                          hasAttentionOutputBias(spec));
        if (spec.position == Position::TransformerXl) {
            Linear::addShapes(shapes, name + ".distance_key", inHeads, spec.width, false);
            shapes.push_back({name + ".u", {spec.heads, spec.headWidth}});
            shapes.push_back({name + ".v", {spec.heads, spec.headWidth}});
        }
    }

    at::Tensor attend(const at::Tensor& x, Memory& memory, const View& view) const override {
        const std::vector<at::Tensor> parts =
            fusedSplit(queryKeyValue_(x), // [B, T, (H + 2 G) w]
                       {heads_ * width_, groups_ * width_, groups_ * width_});
        at::Tensor q = inHeads(parts[0], heads_);  // [B, H, T, w]
        at::Tensor k = inHeads(parts[1], groups_); // [B, G, T, w]
        at::Tensor v = inHeads(parts[2], groups_); // [B, G, T, w]
        if (rotary_) {
            q = view.rotation.turn(q);
            k = view.rotation.turn(k);
        }
        memory = {appended(memory.first, k),   // [B, G, S, w]
                  appended(memory.second, v)}; // [B, G, S, w]
        return weigh(q, memory, view);         // [B, T, d]
    }

    Memory remember(const at::Tensor& other) const override {
        const std::vector<at::Tensor> parts =
            queryKeyValue_.rows(other, heads_ * width_, 2 * groups_ * width_).chunk(2, 2);
        return {inHeads(parts[0], groups_), inHeads(parts[1], groups_)}; // [B, G, S, w] each
    }

    at::Tensor look(const at::Tensor& x, const Memory& memory, const View& view) const override {
        at::Tensor q = inHeads(queryKeyValue_.rows(x, 0, heads_ * width_), heads_); // [B, H, T, w]
        if (rotary_ && view.rotation.cosine.defined())
            q = view.rotation.turn(q);
        return weigh(q, memory, view); // [B, T, d]
    }

private:
    /// [B, T, n w] → [B, n, T, w]
    at::Tensor inHeads(const at::Tensor& x, std::int64_t count) const {
        return x.reshape({x.size(0), x.size(1), count, width_}).transpose(1, 2);
    }

    at::Tensor weigh(const at::Tensor& q, const Memory& memory, const View& view) const {
        const double scale = 1 / std::sqrt(static_cast<double>(width_));
        if (!view.waves.defined())
            return output_(weighedValues(q, memory.first, memory.second, scale, view));
        const at::Tensor r = inHeads(distanceKey_(view.waves.unsqueeze(0)), heads_); // [1, H, D, w]
        const at::Tensor ofDistances =
            at::matmul(q + v_.unsqueeze(1), r.transpose(2, 3)); // [B, H, T, D]
        const at::Tensor position =
            at::gather(ofDistances, 3,
                       view.steps.expand(
                           {q.size(0), heads_, q.size(2), memory.first.size(2)})); // [B, H, T, S]
        View whole = view;
        whole.bias = view.bias.defined() ? view.bias + position * scale : position * scale;
        return output_(
            weighedValues(q + u_.unsqueeze(1), memory.first, memory.second, scale, whole));
    }

    std::int64_t heads_;
    std::int64_t groups_;
    std::int64_t width_;
    bool rotary_;
    bool relative_;
    Linear queryKeyValue_;
    Linear output_;
    Linear distanceKey_; ///< W_k,R
    at::Tensor u_;       ///< [H, w]
    at::Tensor v_;       ///< [H, w]
};

} // namespace

at::Tensor weighedValues(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                         double scale, const View& view) {
    if (view.range.defined())
        return rangeAttention(q, k, v, scale, view.range, view.ofDistances,
                              attentionDropout(view.dropout, view.training));
    const std::int64_t batch = q.size(0);
    const std::int64_t heads = q.size(1);
    const std::int64_t count = q.size(2);
    if (batch * count == 1 && !c10::GradMode::is_enabled() && k.stride(3) == 1 && v.stride(3) == 1)
        return attentionOfOne(q, k, v, scale, view.bias); // [1, 1, H w′]
    const std::int64_t groups = k.size(1);
    // The heads that share a key stand below one another in one product, so that none is copied.
    const std::int64_t rows = heads / groups * count;
    const at::Tensor together = (q * scale).reshape({batch, groups, rows, q.size(3)});
    at::Tensor scores = at::matmul(together, k.transpose(2, 3)); // [B, G, H / G T, S]
    scores = scores.view({batch, heads, count, k.size(2)});      // [B, H, T, S]
    if (view.bias.defined())
        scores = scores + view.bias;
    at::Tensor weights = at::softmax(scores, -1); // [B, H, T, S]
    weights = dropout(weights, view.dropout, view.training);
    const at::Tensor values =
        at::matmul(weights.view({batch, groups, rows, k.size(2)}), v); // [B, G, H / G T, w′]
    return values.view({batch, heads, count, v.size(3)})
        .transpose(1, 2)
        .reshape({batch, count, heads * v.size(3)}); // [B, T, H w′]
}

void addAttentionShapes(std::vector<TensorShape>& shapes, const std::string& name,
                        const TransformerSpec& spec) {
    if (spec.attention == Attention::Latent)
        LatentAttention::addShapes(shapes, name, spec);
    else
        HeadAttention::addShapes(shapes, name, spec);
}

std::unique_ptr<AttentionLayer> makeAttention(const Parameters& parameters, const std::string& name,
                                              const TransformerSpec& spec) {
    if (spec.attention == Attention::Latent)
        return std::make_unique<LatentAttention>(parameters, name, spec);
    return std::make_unique<HeadAttention>(parameters, name, spec);
}

} // namespace neural
