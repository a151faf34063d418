// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/precision.h"
#include "core/neural/operators/factors.h"
#include "core/neural/operators/fused.h"
#include "core/neural/operators/gradient_place.h"
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

    MatrixOf<Number> from(std::int64_t row, std::int64_t column = 0) const {
        return {at(row, column), stride, false};
    }
    MatrixOf<Number> turned(std::int64_t row, std::int64_t column = 0) const {
        return {at(row, column), stride, true};
    }
    Number* at(std::int64_t row, std::int64_t column = 0) const {
        return values + row * stride + column;
    }
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
                    putRow(rowsOf<float>(dense, b, h).at(t), rowsOf<Number>(rounded, b, h).at(t),
                           x.size(3));
        return rounded;
    }
}

/// [B, T, H w] as [B, H, T, w]
at::Tensor byHead(const at::Tensor& x, std::int64_t heads) {
    return x.view({x.size(0), x.size(1), heads, x.size(2) / heads}).transpose(1, 2);
}

/// Keys that are seen: from the first to the one before the end.
struct Range {
    std::int64_t first;
    std::int64_t end;

    std::int64_t size() const { return end - first; }
};

/// The ranges of one row's queries: [T, 2] numbers.
struct Ranges {
    const std::int64_t* numbers;

    Range operator[](std::int64_t query) const {
        return {numbers[2 * query], numbers[2 * query + 1]};
    }
    /// What so many queries see, and what lies between it.
    Range ofBlock(std::int64_t first, std::int64_t end) const {
        Range all = (*this)[first];
        for (std::int64_t query = first + 1; query < end; ++query) {
            const Range own = (*this)[query];
            all = {std::min(all.first, own.first), std::max(all.end, own.end)};
        }
        return all;
    }
};

Ranges rangesOf(const at::Tensor& seen, std::int64_t batch) {
    return {seen.data_ptr<std::int64_t>() + batch % seen.size(0) * seen.stride(0)};
}

struct Size {
    std::int64_t queries;    ///< T
    std::int64_t keys;       ///< S
    std::int64_t width;      ///< w
    std::int64_t valueWidth; ///< w′
    float scale;

    /// Of the numbers of distances, that of the first key for a query.
    std::int64_t distance(std::int64_t query) const { return queries - 1 - query; }
};

/// What one head works with: queries [T, w], keys [S, w], values [S, w′], weights [T, S], written
/// by the forward pass where something is seen or lies between; and [T + S − 1] of its distances,
/// or null.
template <class Number>
struct Head {
    Size size;
    Ranges ranges;
    Rows<Number> q;
    Rows<Number> k;
    Rows<Number> v;
    Rows<Number> weights;
    const float* ofDistances;
};

/// Room for the rows that are computed at once.
template <class Number>
class Scratch {
public:
    explicit Scratch(std::int64_t keys)
        : wide_(at::empty({mostRows + 1, keys}, floats())),
          rounded_(at::empty({mostRows, keys}, factorOptions<at::BFloat16>())) {}

    Rows<float> rows() const { return {wide_.data_ptr<float>(), wide_.size(1)}; }
    float* extraRow() const { return rows().at(mostRows); }
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
    at::Tensor wide_;    ///< [mostRows + 1, S]
    at::Tensor rounded_; ///< [mostRows, S]
};

template <class Number>
void attend(const Head<Number>& head, const Scratch<Number>& scratch, const Rows<float>& out) {
    const Size& size = head.size;
    for (std::int64_t first = 0; first < size.queries; first += mostRows) {
        const std::int64_t end = std::min(first + mostRows, size.queries);
        const Range seen = head.ranges.ofBlock(first, end);
        const Rows<float> block = scratch.rowsFor({head.weights.at(first), head.weights.stride});
        multiply(end - first, seen.size(), size.width, size.scale, head.q.from(first),
                 head.k.turned(seen.first), 0, block.at(0, seen.first), block.stride);
        for (std::int64_t row = first; row < end; ++row) {
            float* scores = block.at(row - first);
            const Range own = head.ranges[row];
            const auto count = static_cast<std::size_t>(own.size());
            if (head.ofDistances)
                addNumbers(head.ofDistances + size.distance(row) + own.first, 1, scores + own.first,
                           count);
            softmaxRow(scores + own.first, count);
            std::fill(scores + seen.first, scores + own.first, 0.0F);
            std::fill(scores + own.end, scores + seen.end, 0.0F);
            putRow(scores + seen.first, head.weights.at(row, seen.first), seen.size());
        }
        multiply(end - first, size.valueWidth, seen.size(), 1, head.weights.from(first, seen.first),
                 head.v.from(seen.first), 0, out.at(first), out.stride);
    }
}

/// Where one head's gradients go: those of keys and values are added where `keep` says so, those of
/// the numbers of distances always, where they are not null.
struct HeadGradients {
    bool keep;
    Rows<float> q;
    Rows<float> k;
    Rows<float> v;
    float* ofDistances;
};

/// Rows outside of `seen` become 0.
void clearOutside(const Range& seen, const Rows<float>& rows, std::int64_t count,
                  std::int64_t width) {
    for (std::int64_t row = 0; row < count; ++row)
        if (row < seen.first || row >= seen.end)
            std::fill_n(rows.at(row), width, 0.0F);
}

template <class Number>
void attendBackward(const Head<Number>& head, const Rows<Number>& gradient,
                    const Scratch<Number>& scratch, const HeadGradients& sums) {
    const Size& size = head.size;
    const Rows<float> ofWeights = scratch.rows(); // and then of the scores
    const Rows<Number> ofScores = scratch.factors();
    bool keep = sums.keep;
    // The last rows first: where tokens see all before them they begin the sums whole.
    const std::int64_t blocks = (size.queries + mostRows - 1) / mostRows;
    for (std::int64_t block = blocks - 1; block >= 0; --block) {
        const std::int64_t first = block * mostRows;
        const std::int64_t end = std::min(first + mostRows, size.queries);
        const std::int64_t rows = end - first;
        const Range seen = head.ranges.ofBlock(first, end);
        const auto count = static_cast<std::size_t>(seen.size());
        if (!keep) {
            clearOutside(seen, sums.k, size.keys, size.width);
            clearOutside(seen, sums.v, size.keys, size.valueWidth);
        }
        multiply(rows, seen.size(), size.valueWidth, 1, gradient.from(first),
                 head.v.turned(seen.first), 0, ofWeights.at(0, seen.first), ofWeights.stride);
        for (std::int64_t row = 0; row < rows; ++row) {
            float* scores = ofWeights.at(row, seen.first);
            const float* p =
                takeRow(head.weights.at(first + row, seen.first), scratch.extraRow(), seen.size());
            softmaxRowBackward(p, scores, count, size.scale);
            if (sums.ofDistances)
                addNumbers(scores, 1 / size.scale,
                           sums.ofDistances + size.distance(first + row) + seen.first, count);
            putRow(scores, ofScores.at(row, seen.first), seen.size());
        }
        multiply(rows, size.width, seen.size(), 1, ofScores.from(0, seen.first),
                 head.k.from(seen.first), 0, sums.q.at(first), sums.q.stride);
        multiply(seen.size(), size.width, rows, 1, ofScores.turned(0, seen.first),
                 head.q.from(first), keep ? 1 : 0, sums.k.at(seen.first), sums.k.stride);
        multiply(seen.size(), size.valueWidth, rows, 1, head.weights.turned(first, seen.first),
                 gradient.from(first), keep ? 1 : 0, sums.v.at(seen.first), sums.v.stride);
        keep = true;
    }
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

        std::int64_t count() const { return q.size(1); }
        std::int64_t groupOf(std::int64_t head) const { return head / (q.size(1) / k.size(1)); }
        Head<Number> operator()(std::int64_t b, std::int64_t h) const {
            const std::int64_t g = groupOf(h);
            return {{q.size(2), k.size(2), q.size(3), v.size(3), static_cast<float>(scale)},
                    rangesOf(seen, b),
                    rowsOf<Number>(q, b, h),
                    rowsOf<Number>(k, b, g),
                    rowsOf<Number>(v, b, g),
                    rowsOf<Number>(weights, b, h),
                    ofDistances.defined() ? ofDistances.data_ptr<float>() + h * ofDistances.size(1)
                                          : nullptr};
        }
    };

    static at::Tensor forward(AutogradContext* context, const at::Tensor& queries,
                              const at::Tensor& keys, const at::Tensor& values, double scale,
                              const at::Tensor& seen,
                              const c10::optional<at::Tensor>& ofDistances) {
        const std::int64_t batch = queries.size(0);
        Heads heads{rowFactors<Number>(queries),
                    rowFactors<Number>(keys),
                    rowFactors<Number>(values),
                    {},
                    seen.contiguous(),
                    ofDistances.has_value() ? ofDistances->contiguous() : at::Tensor(),
                    scale};
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
                          context->saved_data["scale"].toDouble()};
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
        return {dq, dk, dv, at::Tensor(), at::Tensor(), ofDistances};
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

at::Tensor rangeAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                          double scale, const at::Tensor& seen, const at::Tensor& ofDistances) {
    if (c10::GradMode::is_enabled() && productPrecision() == Precision::Bfloat16)
        return RangeAttention<at::BFloat16>::apply(q, k, v, scale, seen, given(ofDistances));
    return RangeAttention<float>::apply(q, k, v, scale, seen, given(ofDistances));
}

} // namespace neural
