// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/checkpoints/hugging_face/tensor_table.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace neural::hugging_face {

namespace {

using Index = std::size_t;

Index width(const TensorRule& rule) {
    return static_cast<Index>(std::max<std::int64_t>(rule.columns, 1));
}

/// [rows, columns] → [columns, rows]
std::vector<float> transposed(std::span<const float> x, Index rows, Index columns) {
    std::vector<float> y(x.size());
    for (Index row = 0; row < rows; ++row)
        for (Index column = 0; column < columns; ++column)
            y[column * rows + row] = x[row * columns + column];
    return y;
}

/// Where BLOOM has our row: we have [query, key, value][head][number], they [head][…][number].
Index rowByHead(Index row, Index rows, Index heads) {
    const Index headWidth = rows / heads / 3;
    const Index part = row / (heads * headWidth);
    const Index head = row / headWidth % heads;
    return (head * 3 + part) * headWidth + row % headWidth;
}

void copyRow(std::span<const float> from, Index fromRow, std::span<float> to, Index toRow,
             Index columns) {
    std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(fromRow * columns), columns,
                to.begin() + static_cast<std::ptrdiff_t>(toRow * columns));
}

void multiply(std::vector<float>& values, double factor) {
    for (float& value : values)
        value = static_cast<float>(value * factor);
}

std::vector<float> picked(std::span<const float> theirs, std::span<const std::int64_t> rows,
                          Index columns) {
    std::vector<float> ours(rows.size() * columns);
    for (Index row = 0; row < rows.size(); ++row)
        if (rows[row] >= 0)
            copyRow(theirs, static_cast<Index>(rows[row]), ours, row, columns);
    return ours;
}

} // namespace

std::vector<std::int64_t> TensorRule::ourShape() const {
    const std::int64_t all = layout == Layout::Summed
                                 ? rows.front()
                                 : std::accumulate(rows.begin(), rows.end(), std::int64_t{0});
    return columns == 0 ? std::vector{all} : std::vector{all, columns};
}

std::vector<std::int64_t> TensorRule::theirShape(std::size_t part) const {
    if (columns == 0)
        return {rows[part]};
    return layout == Layout::Transposed ? std::vector{columns, rows[part]}
                                        : std::vector{rows[part], columns};
}

void TensorTable::norm(const std::string& ours, const std::string& theirs, std::int64_t size,
                       bool bias) {
    add({ours + ".weight", {theirs + ".weight"}, {size}});
    if (bias)
        add({ours + ".bias", {theirs + ".bias"}, {size}});
}

void TensorTable::linear(const std::string& ours, const std::vector<std::string>& theirs,
                         const std::vector<std::int64_t>& outs, std::int64_t in, bool bias,
                         Layout layout, std::int64_t heads) {
    TensorRule weight{ours + ".weight", {}, outs, in, layout, heads};
    TensorRule vector{ours + ".bias", {}, outs, 0, layout, heads};
    for (const std::string& name : theirs) {
        weight.theirs.push_back(name + ".weight");
        vector.theirs.push_back(name + ".bias");
    }
    add(std::move(weight));
    if (bias)
        add(std::move(vector));
}

void TensorTable::labels(std::int64_t count, std::int64_t width) {
    add({"label_head.weight", {"score.weight"}, {count}, width, Layout::ByLabel});
}

bool isSmallIdentity(std::span<const float> matrix) {
    const auto size = static_cast<Index>(std::lround(std::sqrt(matrix.size())));
    for (Index i = 0; i < matrix.size(); ++i)
        if (matrix[i] != (i % (size + 1) == 0 ? smallIdentity : 0))
            return false;
    return size * size == matrix.size();
}

std::vector<float> toOurs(const TensorRule& rule, const std::vector<std::vector<float>>& theirs,
                          std::span<const std::int64_t> rows) {
    const Index columns = width(rule);
    if (rule.layout == Layout::ByToken || rule.layout == Layout::ByLabel) {
        std::vector<float> ours = picked(theirs.front(), rows, columns);
        if (!rule.factors.empty())
            multiply(ours, rule.factors.front());
        return ours;
    }
    if (rule.layout == Layout::Summed) {
        std::vector<float> ours = theirs.front();
        for (Index i = 0; i < ours.size(); ++i)
            ours[i] += theirs[1][i % columns];
        return ours;
    }
    std::vector<float> ours;
    for (Index i = 0; i < theirs.size(); ++i) {
        const std::vector<float>& part = theirs[i];
        const Index count = part.size() / columns;
        std::vector<float> own = part;
        if (!rule.factors.empty())
            multiply(own, rule.factors[i]);
        if (rule.layout == Layout::Transposed)
            own = transposed(part, columns, count);
        if (rule.layout == Layout::ByHead)
            for (Index row = 0; row < count; ++row)
                copyRow(part, rowByHead(row, count, static_cast<Index>(rule.heads)), own, row,
                        columns);
        ours.insert(ours.end(), own.begin(), own.end());
    }
    return ours;
}

std::vector<float> toTheirs(const TensorRule& rule, std::size_t part, std::span<const float> ours) {
    const Index columns = width(rule);
    const auto count = static_cast<Index>(rule.rows[part]);
    if (rule.layout == Layout::Made) {
        std::vector<float> made(count * columns);
        for (Index i = 0; rule.columns > 0 && i < made.size(); i += columns + 1)
            made[i] = smallIdentity;
        return made;
    }
    if (rule.layout == Layout::Summed) // all of the sum in the first, zeros in the second
        return part == 0 ? std::vector<float>(ours.begin(), ours.end())
                         : std::vector<float>(count * columns);
    const auto first = static_cast<Index>(std::accumulate(
        rule.rows.begin(), rule.rows.begin() + static_cast<std::ptrdiff_t>(part), std::int64_t{0}));
    const auto own = ours.subspan(first * columns, count * columns);
    if (rule.layout == Layout::Transposed)
        return transposed(own, count, columns);
    std::vector<float> theirs(own.begin(), own.end());
    if (!rule.factors.empty())
        multiply(theirs, 1 / rule.factors[part]);
    if (rule.layout == Layout::ByHead)
        for (Index row = 0; row < count; ++row)
            copyRow(own, row, theirs, rowByHead(row, count, static_cast<Index>(rule.heads)),
                    columns);
    return theirs;
}

} // namespace neural::hugging_face
