// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/compute/torch_compat.h"
#include "core/neural/operators/vector_loops.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

// Where Parameters keeps gradients, for operators that add to them there by themselves.

namespace neural {

/// Whether it is a parameter whose gradients have their place already.
inline bool keepsGradients(const at::Tensor& tensor) {
    return tensor.is_leaf() && tensor.requires_grad() && tensor.grad().defined() &&
           tensor.is_contiguous() && tensor.grad().is_contiguous();
}

/// The same of a layer's weight and its bias, where it has one.
inline bool keepsGradients(const at::Tensor& weight, const at::Tensor& bias) {
    return keepsGradients(weight) && (!bias.defined() || keepsGradients(bias));
}

/// Whether nothing is learnt of them, as where adapters are learnt instead.
inline bool isFixed(const at::Tensor& weight, const at::Tensor& bias) {
    return !weight.requires_grad() && weight.is_contiguous() &&
           (!bias.defined() || (!bias.requires_grad() && bias.is_contiguous()));
}

/// A bias as an operator of its own is given one: nothing where it is undefined.
inline c10::optional<at::Tensor> given(const at::Tensor& bias) {
    return bias.defined() ? c10::optional<at::Tensor>(bias) : c10::nullopt;
}

inline float* gradientsOf(const at::Tensor& parameter) {
    return parameter.grad().data_ptr<float>();
}

/// sum[c] += Σ rows[r][c], the rows `stride` apart: a bias's gradient.
inline void addColumns(const float* rows, std::int64_t stride, std::int64_t count,
                       std::int64_t width, float* sum) {
    constexpr float ones[] = {1, 1, 1, 1, 1, 1, 1, 1};
    constexpr std::int64_t most = std::size(ones);
    for (std::int64_t row = 0; row < count; row += most)
        addRows(rows + row * stride, static_cast<std::size_t>(stride),
                static_cast<std::size_t>(std::min(most, count - row)),
                static_cast<std::size_t>(width), ones, sum);
}

} // namespace neural
