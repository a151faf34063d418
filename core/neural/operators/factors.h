// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/compute/torch_compat.h"
#include "core/neural/operators/vector_loops.h"

#include <algorithm>
#include <type_traits>

// Numbers on their way into a product, in single precision or rounded to bfloat16, for operators
// with a backward of their own: nothing here is recorded.

namespace neural {

template <class Number>
at::TensorOptions factorOptions() {
    return floats().dtype(c10::CppTypeToScalarType<Number>());
}

/// `row` at `target`, which may be the same place.
inline void putRow(const float* row, float* target, std::int64_t count) {
    if (row != target)
        std::copy_n(row, count, target);
}
inline void putRow(const float* row, at::BFloat16* target, std::int64_t count) {
    roundNumbers(row, reinterpret_cast<std::uint16_t*>(target), static_cast<std::size_t>(count));
}

/// Where a row that goes to `target` is computed: there, or in `scratch` where it is rounded.
inline float* rowFor(float* target, float* /*scratch*/) {
    return target;
}
inline float* rowFor(at::BFloat16* /*target*/, float* scratch) {
    return scratch;
}

/// A row in single precision, in `scratch` where it was rounded.
inline const float* takeRow(const float* row, float* /*scratch*/, std::int64_t /*count*/) {
    return row;
}
inline const float* takeRow(const at::BFloat16* row, float* scratch, std::int64_t count) {
    widenNumbers(reinterpret_cast<const std::uint16_t*>(row), scratch,
                 static_cast<std::size_t>(count));
    return scratch;
}

/// x's numbers one after another: x itself where they lie so already and are not rounded.
template <class Number>
at::Tensor factor(const at::Tensor& x) {
    at::Tensor dense = x.contiguous();
    if constexpr (std::is_same_v<Number, float>) {
        return dense;
    } else {
        at::Tensor rounded = at::empty(x.sizes(), factorOptions<Number>());
        putRow(dense.data_ptr<float>(), rounded.data_ptr<Number>(), dense.numel());
        return rounded;
    }
}

} // namespace neural
