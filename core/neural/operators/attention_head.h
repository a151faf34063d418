// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/data/random_key.h"
#include "core/neural/operators/factors.h"
#include "core/neural/operators/products.h"

#include <algorithm>
#include <cstdint>

// One head of attention over ranges of keys, and its gradients: see rangeAttention().

namespace neural::attention {

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

struct Size {
    std::int64_t queries;    ///< T
    std::int64_t keys;       ///< S
    std::int64_t width;      ///< w
    std::int64_t valueWidth; ///< w′
    float scale;
    float dropped; ///< the share of the weights that are left out

    /// Of the numbers of distances, that of the first key for a query.
    std::int64_t distance(std::int64_t query) const { return queries - 1 - query; }
};

/// What one head works with: queries [T, w], keys [S, w], values [S, w′], weights [T, S], written
/// by the forward pass where something is seen or lies between; and [T + S − 1] of its distances,
/// or null. From `key` follows which weights are left out.
template <class Number>
struct Head {
    Size size;
    Ranges ranges;
    Rows<Number> q;
    Rows<Number> k;
    Rows<Number> v;
    Rows<Number> weights;
    const float* ofDistances;
    std::uint64_t key;

    /// Some weights of a query as the values are weighed by them.
    void drop(std::int64_t query, const float* p, float* kept, std::int64_t count) const {
        const auto seed = static_cast<std::uint32_t>(mix(key + static_cast<std::uint64_t>(query)));
        dropNumbers(p, kept, static_cast<std::size_t>(count), seed, size.dropped);
    }
};

/// Room for the rows that are computed at once.
template <class Number>
class Scratch {
public:
    explicit Scratch(std::int64_t keys)
        : wide_(at::empty({mostRows + 2, keys}, floats())),
          kept_(at::empty({mostRows, keys}, factorOptions<Number>())),
          rounded_(at::empty({mostRows, keys}, factorOptions<at::BFloat16>())) {}

    Rows<float> rows() const { return {wide_.data_ptr<float>(), wide_.size(1)}; }
    /// And for weights of which some were left out.
    Rows<Number> kept() const { return {kept_.data_ptr<Number>(), kept_.size(1)}; }
    float* extraRow(std::int64_t number = 0) const { return rows().at(mostRows + number); }
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
    at::Tensor wide_;    ///< [mostRows + 2, S]
    at::Tensor kept_;    ///< [mostRows, S]
    at::Tensor rounded_; ///< [mostRows, S]
};

/// The weights of some queries as the values are weighed by them: where some are left out, in
/// scratch.kept().
template <class Number>
MatrixOf<Number> keptWeights(const Head<Number>& head, const Scratch<Number>& scratch,
                             std::int64_t first, std::int64_t end, const Range& seen) {
    if (head.size.dropped <= 0)
        return head.weights.from(first, seen.first);
    for (std::int64_t row = first; row < end; ++row) {
        const float* p = takeRow(head.weights.at(row, seen.first), scratch.extraRow(), seen.size());
        Number* target = scratch.kept().at(row - first, seen.first);
        float* kept = rowFor(target, scratch.extraRow(1));
        head.drop(row, p, kept, seen.size());
        putRow(kept, target, seen.size());
    }
    return scratch.kept().from(0, seen.first);
}

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
        multiply(end - first, size.valueWidth, seen.size(), 1,
                 keptWeights(head, scratch, first, end, seen), head.v.from(seen.first), 0,
                 out.at(first), out.stride);
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
inline void clearOutside(const Range& seen, const Rows<float>& rows, std::int64_t count,
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
            if (size.dropped > 0)
                head.drop(first + row, scores, scores, seen.size());
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
        multiply(seen.size(), size.valueWidth, rows, 1,
                 turned(keptWeights(head, scratch, first, end, seen)), gradient.from(first),
                 keep ? 1 : 0, sums.v.at(seen.first), sums.v.stride);
        keep = true;
    }
}

} // namespace neural::attention
