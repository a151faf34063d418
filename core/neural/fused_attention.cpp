// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/fused.h"
#include "core/neural/products.h"
#include "core/neural/vector_loops.h"

#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>

namespace neural {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Queries that are computed at once: what the mask hides is left out beyond them.
constexpr std::int64_t mostRows = 64;

/// One head's rows [T, w] of a tensor [B, H, T, w].
struct Rows {
    float* values;
    std::int64_t stride;

    MatrixView from(std::int64_t row) const { return {values + row * stride, stride, false}; }
    MatrixView turned(std::int64_t row) const { return {values + row * stride, stride, true}; }
};

Rows rowsOf(const at::Tensor& x, std::int64_t batch, std::int64_t head) {
    return {x.data_ptr<float>() + batch * x.stride(0) + head * x.stride(1), x.stride(2)};
}

at::Tensor withDenseRows(const at::Tensor& x) {
    return x.stride(3) == 1 && x.stride(2) >= x.size(3) ? x : x.contiguous();
}

/// [B, T, H w] as [B, H, T, w]
at::Tensor byHead(const at::Tensor& x, std::int64_t heads) {
    return x.view({x.size(0), x.size(1), heads, x.size(2) / heads}).transpose(1, 2);
}

struct Size {
    std::int64_t count;      ///< T
    std::int64_t width;      ///< w
    std::int64_t valueWidth; ///< w′
    float scale;
};

/// `weights` [T, T] and `out` of one head.
void attend(const Size& size, const Rows& q, const Rows& k, const Rows& v, float* weights,
            const Rows& out) {
    const std::int64_t stride = size.count;
    for (std::int64_t first = 0; first < size.count; first += mostRows) {
        const std::int64_t end = std::min(first + mostRows, size.count);
        float* block = weights + first * stride;
        multiply(end - first, end, size.width, size.scale, q.from(first), k.turned(0), 0, block,
                 stride);
        for (std::int64_t row = first; row < end; ++row) {
            float* scores = weights + row * stride;
            softmaxRow(scores, static_cast<std::size_t>(row + 1));
            std::fill(scores + row + 1, scores + end, 0.0F);
        }
        multiply(end - first, size.valueWidth, end, 1, {block, stride, false}, v.from(0), 0,
                 out.values + first * out.stride, out.stride);
    }
}

/// Adds to dk and dv where `keep` says so. `scratch` is [mostRows, T].
void attendBackward(const Size& size, const Rows& q, const Rows& k, const Rows& v,
                    const float* weights, const Rows& gradient, float* scratch, bool keep,
                    const Rows& dq, const Rows& dk, const Rows& dv) {
    const std::int64_t stride = size.count;
    // The last rows first: they see everything, and begin dk and dv.
    const std::int64_t blocks = (size.count + mostRows - 1) / mostRows;
    for (std::int64_t block = blocks - 1; block >= 0; --block) {
        const std::int64_t first = block * mostRows;
        const std::int64_t end = std::min(first + mostRows, size.count);
        const std::int64_t rows = end - first;
        const float* p = weights + first * stride;
        const float add = keep || block + 1 < blocks ? 1 : 0;
        multiply(rows, end, size.valueWidth, 1, gradient.from(first), v.turned(0), 0, scratch,
                 stride);
        for (std::int64_t row = 0; row < rows; ++row)
            softmaxRowBackward(p + row * stride, scratch + row * stride,
                               static_cast<std::size_t>(end), size.scale);
        multiply(rows, size.width, end, 1, {scratch, stride, false}, k.from(0), 0,
                 dq.values + first * dq.stride, dq.stride);
        multiply(end, size.width, rows, 1, {scratch, stride, true}, q.from(first), add, dk.values,
                 dk.stride);
        multiply(end, size.valueWidth, rows, 1, {p, stride, true}, gradient.from(first), add,
                 dv.values, dv.stride);
    }
}

struct CausalAttention final : torch::autograd::Function<CausalAttention> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& queries,
                              const at::Tensor& keys, const at::Tensor& values, double scale) {
        const at::Tensor q = withDenseRows(queries);
        const at::Tensor k = withDenseRows(keys);
        const at::Tensor v = withDenseRows(values);
        const std::int64_t batch = q.size(0);
        const std::int64_t heads = q.size(1);
        const std::int64_t count = q.size(2);
        const std::int64_t together = heads / k.size(1);
        const Size size{count, q.size(3), v.size(3), static_cast<float>(scale)};
        const at::Tensor weights = at::empty({batch, heads, count, count}, floats());
        at::Tensor result = at::empty({batch, count, heads * v.size(3)}, floats());
        const at::Tensor out = byHead(result, heads);
        for (std::int64_t b = 0; b < batch; ++b)
            for (std::int64_t h = 0; h < heads; ++h)
                attend(size, rowsOf(q, b, h), rowsOf(k, b, h / together),
                       rowsOf(v, b, h / together), rowsOf(weights, b, h).values, rowsOf(out, b, h));
        context->save_for_backward({q, k, v, weights});
        context->saved_data["scale"] = scale;
        return result;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& q = saved[0];
        const at::Tensor& k = saved[1];
        const at::Tensor& v = saved[2];
        const std::int64_t batch = q.size(0);
        const std::int64_t heads = q.size(1);
        const std::int64_t groups = k.size(1);
        const std::int64_t together = heads / groups;
        const Size size{q.size(2), q.size(3), v.size(3),
                        static_cast<float>(context->saved_data["scale"].toDouble())};
        const at::Tensor gradient = byHead(gradients[0].contiguous(), heads);
        // Laid out as the projection that made them: putting them together again is one copy.
        const auto like = [&](std::int64_t number, std::int64_t width) {
            return byHead(at::empty({batch, size.count, number * width}, floats()), number);
        };
        at::Tensor dq = like(heads, size.width);
        at::Tensor dk = like(groups, size.width);
        at::Tensor dv = like(groups, size.valueWidth);
        const at::Tensor scratch = at::empty({mostRows, size.count}, floats());
        for (std::int64_t b = 0; b < batch; ++b)
            for (std::int64_t h = 0; h < heads; ++h) {
                const std::int64_t g = h / together;
                attendBackward(size, rowsOf(q, b, h), rowsOf(k, b, g), rowsOf(v, b, g),
                               rowsOf(saved[3], b, h).values, rowsOf(gradient, b, h),
                               scratch.data_ptr<float>(), h % together > 0, rowsOf(dq, b, h),
                               rowsOf(dk, b, g), rowsOf(dv, b, g));
            }
        return {dq, dk, dv, at::Tensor()};
    }
};

} // namespace

at::Tensor causalAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                           double scale) {
    return CausalAttention::apply(q, k, v, scale);
}

} // namespace neural
