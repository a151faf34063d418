// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace neural {

/// A matrix in memory, row by row, or what stands there turned over.
struct MatrixView {
    const float* values = nullptr;
    std::int64_t stride = 0; ///< from row to row, as it lies in memory
    bool transposed = false;
};

/// c [m, n], rows `stride` apart, becomes scale · a b + keep · c for a [m, k] and b [k, n]: the
/// BLAS's own product, without a tensor around each matrix.
void multiply(std::int64_t m, std::int64_t n, std::int64_t k, float scale, const MatrixView& a,
              const MatrixView& b, float keep, float* c, std::int64_t stride);

} // namespace neural
