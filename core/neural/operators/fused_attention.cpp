// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/precision.h"
#include "core/neural/operators/attention_head.h"
#include "core/neural/operators/fused.h"
#include "core/neural/operators/gradient_place.h"

#include <torch/csrc/autograd/custom_function.h>

namespace neural::attention {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// x [B, H, T, w] with its rows dense, as factors.
template <class Number>
at::Tensor rowFactors(const at::Tensor& x) {
    at::Tensor dense = x.stride(3) == 1 && x.stride(2) >= x.size(3) ? x : x.contiguous();
    if constexpr (std::is_same_v<Number, float>) {
        return dense;
    } else {
        at::Tensor rounded = at::empty(x.sizes(), factorOptions<Number>());
        for (std::int64_t b = 0; b < x.size(0); ++b)
            for (std::int64_t h = 0; h < x.size(1); ++h)
                for (std::int64_t t = 0; t < x.size(2); ++t)
                    putRow(rowsOf<float>(dense, b, h).at(t), rowsOf<Number>(rounded, b, h).at(t),
                           x.size(3));
        return rounded;
    }
}

/// [B, T, H w] as [B, H, T, w]
at::Tensor byHead(const at::Tensor& x, std::int64_t heads) {
    return x.view({x.size(0), x.size(1), heads, x.size(2) / heads}).transpose(1, 2);
}

Ranges rangesOf(const at::Tensor& seen, std::int64_t batch) {
    return {seen.data_ptr<std::int64_t>() + batch % seen.size(0) * seen.stride(0)};
}

/// In single precision, or with factors rounded to bfloat16, as LinearFunction.
template <class Number>
struct RangeAttention final : torch::autograd::Function<RangeAttention<Number>> {
    /// The tensors of all heads, from which each takes its own.
    struct Heads {
        at::Tensor q;
        at::Tensor k;
        at::Tensor v;
        at::Tensor weights; ///< [B, H, T, S]
        at::Tensor seen;
        at::Tensor ofDistances;
        double scale;
        AttentionDropout dropout;

        std::int64_t count() const { return q.size(1); }
        std::int64_t groupOf(std::int64_t head) const { return head / (q.size(1) / k.size(1)); }
        Head<Number> operator()(std::int64_t b, std::int64_t h) const {
            const std::int64_t g = groupOf(h);
            return {{q.size(2), k.size(2), q.size(3), v.size(3), static_cast<float>(scale),
                     static_cast<float>(dropout.share)},
                    rangesOf(seen, b),
                    rowsOf<Number>(q, b, h),
                    rowsOf<Number>(k, b, g),
                    rowsOf<Number>(v, b, g),
                    rowsOf<Number>(weights, b, h),
                    ofDistances.defined() ? ofDistances.data_ptr<float>() + h * ofDistances.size(1)
                                          : nullptr,
                    mix(dropout.key + static_cast<std::uint64_t>(b * count() + h))};
        }
    };

    static at::Tensor forward(AutogradContext* context, const at::Tensor& queries,
                              const at::Tensor& keys, const at::Tensor& values, double scale,
                              const at::Tensor& seen, const c10::optional<at::Tensor>& ofDistances,
                              double dropped, std::int64_t key) {
        const std::int64_t batch = queries.size(0);
        Heads heads{rowFactors<Number>(queries),
                    rowFactors<Number>(keys),
                    rowFactors<Number>(values),
                    {},
                    seen.contiguous(),
                    ofDistances.has_value() ? ofDistances->contiguous() : at::Tensor(),
                    scale,
                    {dropped, static_cast<std::uint64_t>(key)}};
        heads.weights =
            at::empty({batch, heads.count(), queries.size(2), keys.size(2)}, heads.q.options());
        const Scratch<Number> scratch(keys.size(2));
        at::Tensor result =
            at::empty({batch, queries.size(2), heads.count() * values.size(3)}, floats());
        const at::Tensor out = byHead(result, heads.count());
        for (std::int64_t b = 0; b < batch; ++b)
            for (std::int64_t h = 0; h < heads.count(); ++h)
                attend(heads(b, h), scratch, rowsOf<float>(out, b, h));
        context->save_for_backward(
            {heads.q, heads.k, heads.v, heads.weights, heads.seen, heads.ofDistances});
        context->saved_data["scale"] = scale;
        context->saved_data["dropped"] = dropped;
        context->saved_data["key"] = key;
        context->saved_data["distances"] = ofDistances.has_value() && ofDistances->requires_grad();
        return result;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const Heads heads{saved[0],
                          saved[1],
                          saved[2],
                          saved[3],
                          saved[4],
                          saved[5],
                          context->saved_data["scale"].toDouble(),
                          {context->saved_data["dropped"].toDouble(),
                           static_cast<std::uint64_t>(context->saved_data["key"].toInt())}};
        const std::int64_t batch = heads.q.size(0);
        const std::int64_t groups = heads.k.size(1);
        const at::Tensor gradient = byHead(factor<Number>(gradients[0]), heads.count());
        const std::vector<at::Tensor> parts = roomForGradients(heads);
        const at::Tensor dq = byHead(parts[0], heads.count());
        const at::Tensor dk = byHead(parts[1], groups);
        const at::Tensor dv = byHead(parts[2], groups);
        at::Tensor ofDistances;
        if (context->saved_data["distances"].toBool())
            ofDistances = at::zeros_like(heads.ofDistances);
        const Scratch<Number> scratch(heads.k.size(2));
        for (std::int64_t b = 0; b < batch; ++b)
            for (std::int64_t h = 0; h < heads.count(); ++h) {
                const std::int64_t g = heads.groupOf(h);
                attendBackward(heads(b, h), rowsOf<Number>(gradient, b, h), scratch,
                               {h > 0 && heads.groupOf(h - 1) == g, rowsOf<float>(dq, b, h),
                                rowsOf<float>(dk, b, g), rowsOf<float>(dv, b, g),
                                ofDistances.defined()
                                    ? ofDistances.data_ptr<float>() + h * ofDistances.size(1)
                                    : nullptr});
            }
        return {dq, dk, dv, at::Tensor(), at::Tensor(), ofDistances, at::Tensor(), at::Tensor()};
    }

    /// [B, T, H w], [B, S, G w] and [B, S, G w′], laid out as the one projection that makes them:
    /// see fusedSplit(); another text's keys and values beside one another alone.
    static std::vector<at::Tensor> roomForGradients(const Heads& heads) {
        const std::int64_t batch = heads.q.size(0);
        const std::int64_t queries = heads.q.size(2);
        const std::int64_t keys = heads.k.size(2);
        const std::int64_t groups = heads.k.size(1);
        std::vector<std::int64_t> widths = {heads.count() * heads.q.size(3),
                                            groups * heads.k.size(3), groups * heads.v.size(3)};
        if (queries == keys)
            return at::empty({batch, queries, widths[0] + widths[1] + widths[2]}, floats())
                .split_with_sizes(widths, 2);
        std::vector<at::Tensor> parts = at::empty({batch, keys, widths[1] + widths[2]}, floats())
                                            .split_with_sizes({widths[1], widths[2]}, 2);
        parts.insert(parts.begin(), at::empty({batch, queries, widths[0]}, floats()));
        return parts;
    }
};

} // namespace

} // namespace neural::attention

namespace neural {

at::Tensor rangeAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                          double scale, const at::Tensor& seen, const at::Tensor& ofDistances,
                          const AttentionDropout& dropout) {
    const auto key = static_cast<std::int64_t>(dropout.key);
    if (c10::GradMode::is_enabled() && productPrecision() == Precision::Bfloat16)
        return attention::RangeAttention<at::BFloat16>::apply(
            q, k, v, scale, seen, given(ofDistances), dropout.share, key);
    return attention::RangeAttention<float>::apply(q, k, v, scale, seen, given(ofDistances),
                                                   dropout.share, key);
}

} // namespace neural
