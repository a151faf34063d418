// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/precision.h"
#include "core/neural/operators/factors.h"
#include "core/neural/operators/fused.h"
#include "core/neural/operators/products.h"

#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>

namespace neural {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Queries that are computed at once: what the mask hides is left out beyond them.
constexpr std::int64_t mostRows = 64;

/// One head's rows [T, w] of a tensor [B, H, T, w].
template <class Number>
struct Rows {
    Number* values;
    std::int64_t stride;

    MatrixOf<Number> from(std::int64_t row) const { return {values + row * stride, stride, false}; }
    MatrixOf<Number> turned(std::int64_t row) const {
        return {values + row * stride, stride, true};
    }
    Number* row(std::int64_t number) const { return values + number * stride; }
};

template <class Number>
Rows<Number> rowsOf(const at::Tensor& x, std::int64_t batch, std::int64_t head) {
    return {x.data_ptr<Number>() + batch * x.stride(0) + head * x.stride(1), x.stride(2)};
}

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
                    putRow(rowsOf<float>(dense, b, h).row(t), rowsOf<Number>(rounded, b, h).row(t),
                           x.size(3));
        return rounded;
    }
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

/// Room for the rows that are computed at once.
template <class Number>
class Scratch {
public:
    explicit Scratch(std::int64_t count)
        : wide_(at::empty({mostRows + 1, count}, floats())),
          rounded_(at::empty({mostRows, count}, factorOptions<at::BFloat16>())) {}

    Rows<float> rows() const { return {wide_.data_ptr<float>(), wide_.size(1)}; }
    float* extraRow() const { return rows().row(mostRows); }
    /// Where rows() go as factors: they stay where they are, or are rounded.
    Rows<Number> factors() const {
        if constexpr (std::is_same_v<Number, float>)
            return rows();
        else
            return {rounded_.data_ptr<Number>(), rounded_.size(1)};
    }
    /// Where what will be `target` is computed in single precision.
    Rows<float> rowsFor(const Rows<Number>& target) const {
        if constexpr (std::is_same_v<Number, float>)
            return target;
        else
            return rows();
    }

private:
    at::Tensor wide_;    ///< [mostRows + 1, T]
    at::Tensor rounded_; ///< [mostRows, T]
};

/// `weights` [T, T] and `out` of one head.
template <class Number>
void attend(const Size& size, const Rows<Number>& q, const Rows<Number>& k, const Rows<Number>& v,
            const Scratch<Number>& scratch, const Rows<Number>& weights, const Rows<float>& out) {
    for (std::int64_t first = 0; first < size.count; first += mostRows) {
        const std::int64_t end = std::min(first + mostRows, size.count);
        const Rows<float> block = scratch.rowsFor({weights.row(first), weights.stride});
        multiply(end - first, end, size.width, size.scale, q.from(first), k.turned(0), 0,
                 block.values, block.stride);
        for (std::int64_t row = first; row < end; ++row) {
            float* scores = block.row(row - first);
            softmaxRow(scores, static_cast<std::size_t>(row + 1));
            std::fill(scores + row + 1, scores + end, 0.0F);
            putRow(scores, weights.row(row), end);
        }
        multiply(end - first, size.valueWidth, end, 1, weights.from(first), v.from(0), 0,
                 out.row(first), out.stride);
    }
}

/// Adds to dk and dv where `keep` says so.
template <class Number>
void attendBackward(const Size& size, const Rows<Number>& q, const Rows<Number>& k,
                    const Rows<Number>& v, const Rows<Number>& weights,
                    const Rows<Number>& gradient, const Scratch<Number>& scratch, bool keep,
                    const Rows<float>& dq, const Rows<float>& dk, const Rows<float>& dv) {
    const Rows<float> ofWeights = scratch.rows(); // and then of the scores
    const Rows<Number> ofScores = scratch.factors();
    // The last rows first: they see everything, and begin dk and dv.
    const std::int64_t blocks = (size.count + mostRows - 1) / mostRows;
    for (std::int64_t block = blocks - 1; block >= 0; --block) {
        const std::int64_t first = block * mostRows;
        const std::int64_t end = std::min(first + mostRows, size.count);
        const std::int64_t rows = end - first;
        const float add = keep || block + 1 < blocks ? 1 : 0;
        multiply(rows, end, size.valueWidth, 1, gradient.from(first), v.turned(0), 0,
                 ofWeights.values, ofWeights.stride);
        for (std::int64_t row = 0; row < rows; ++row) {
            const float* p = takeRow(weights.row(first + row), scratch.extraRow(), end);
            softmaxRowBackward(p, ofWeights.row(row), static_cast<std::size_t>(end), size.scale);
            putRow(ofWeights.row(row), ofScores.row(row), end);
        }
        multiply(rows, size.width, end, 1, ofScores.from(0), k.from(0), 0, dq.row(first),
                 dq.stride);
        multiply(end, size.width, rows, 1, ofScores.turned(0), q.from(first), add, dk.values,
                 dk.stride);
        multiply(end, size.valueWidth, rows, 1, weights.turned(first), gradient.from(first), add,
                 dv.values, dv.stride);
    }
}

/// In single precision, or with factors rounded to bfloat16, as LinearFunction.
template <class Number>
struct CausalAttention final : torch::autograd::Function<CausalAttention<Number>> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& queries,
                              const at::Tensor& keys, const at::Tensor& values, double scale) {
        const at::Tensor q = rowFactors<Number>(queries);
        const at::Tensor k = rowFactors<Number>(keys);
        const at::Tensor v = rowFactors<Number>(values);
        const std::int64_t batch = q.size(0);
        const std::int64_t heads = q.size(1);
        const std::int64_t count = q.size(2);
        const std::int64_t together = heads / k.size(1);
        const Size size{count, q.size(3), v.size(3), static_cast<float>(scale)};
        const at::Tensor weights = at::empty({batch, heads, count, count}, q.options());
        const Scratch<Number> scratch(count);
        at::Tensor result = at::empty({batch, count, heads * v.size(3)}, floats());
        const at::Tensor out = byHead(result, heads);
        for (std::int64_t b = 0; b < batch; ++b)
            for (std::int64_t h = 0; h < heads; ++h)
                attend(size, rowsOf<Number>(q, b, h), rowsOf<Number>(k, b, h / together),
                       rowsOf<Number>(v, b, h / together), scratch, rowsOf<Number>(weights, b, h),
                       rowsOf<float>(out, b, h));
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
        const at::Tensor gradient = byHead(factor<Number>(gradients[0]), heads);
        // Laid out as the one projection that makes them: see fusedSplit().
        const std::vector<std::int64_t> widths = {heads * size.width, groups * size.width,
                                                  groups * size.valueWidth};
        const std::vector<at::Tensor> parts =
            at::empty({batch, size.count, widths[0] + widths[1] + widths[2]}, floats())
                .split_with_sizes(widths, 2);
        const at::Tensor dq = byHead(parts[0], heads);
        const at::Tensor dk = byHead(parts[1], groups);
        const at::Tensor dv = byHead(parts[2], groups);
        const Scratch<Number> scratch(size.count);
        for (std::int64_t b = 0; b < batch; ++b)
            for (std::int64_t h = 0; h < heads; ++h) {
                const std::int64_t g = h / together;
                attendBackward(size, rowsOf<Number>(q, b, h), rowsOf<Number>(k, b, g),
                               rowsOf<Number>(v, b, g), rowsOf<Number>(saved[3], b, h),
                               rowsOf<Number>(gradient, b, h), scratch, h % together > 0,
                               rowsOf<float>(dq, b, h), rowsOf<float>(dk, b, g),
                               rowsOf<float>(dv, b, g));
            }
        return {dq, dk, dv, at::Tensor()};
    }
};

} // namespace

at::Tensor causalAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                           double scale) {
    if (c10::GradMode::is_enabled() && productPrecision() == Precision::Bfloat16)
        return CausalAttention<at::BFloat16>::apply(q, k, v, scale);
    return CausalAttention<float>::apply(q, k, v, scale);
}

} // namespace neural
