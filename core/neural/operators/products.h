// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/compute/torch_compat.h"

#include <cstdint>

namespace neural {

/// A matrix in memory, row by row, or what stands there turned over.
template <class Number>
struct MatrixOf {
    const Number* values = nullptr;
    std::int64_t stride = 0; ///< from row to row, as it lies in memory
    bool transposed = false;
};
/// x's numbers, which lie row by row, as rows of `width` from the row `first` on.
template <class Number>
MatrixOf<Number> matrixOf(const at::Tensor& x, std::int64_t width, std::int64_t first = 0) {
    return {x.data_ptr<Number>() + first * width, width, false};
}
template <class Number>
MatrixOf<Number> turned(MatrixOf<Number> matrix) {
    matrix.transposed = !matrix.transposed;
    return matrix;
}

using MatrixView = MatrixOf<float>;
using RoundedView = MatrixOf<at::BFloat16>;

/// c [m, n], rows `stride` apart, becomes scale · a b + keep · c for a [m, k] and b [k, n]: the
/// BLAS's own product, without a tensor around each matrix.
void multiply(std::int64_t m, std::int64_t n, std::int64_t k, float scale, const MatrixView& a,
              const MatrixView& b, float keep, float* c, std::int64_t stride);

/// The same of factors in bfloat16, summed in single precision: by oneDNN, which LibTorch brings
/// in, where the processor has such products, else by the product above.
void multiply(std::int64_t m, std::int64_t n, std::int64_t k, float scale, const RoundedView& a,
              const RoundedView& b, float keep, float* c, std::int64_t stride);

} // namespace neural
