// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/operators/products.h"

#include "core/neural/compute/blas_library.h"
#include "core/neural/compute/precision.h"
#include "core/neural/operators/factors.h"

#include <dlfcn.h>
#include <utility>

namespace neural {

namespace {

/// oneDNN's, exported without being in its headers; its matrices lie row by row.
using Bgemm = int (*)(char transposeA, char transposeB, std::int64_t m, std::int64_t n,
                      std::int64_t k, float scale, const at::BFloat16* a, std::int64_t strideA,
                      const at::BFloat16* b, std::int64_t strideB, float keep, float* c,
                      std::int64_t strideC);

/// Whether it does what it is taken for, seen by a product in which every parameter counts.
bool isAsExpected(Bgemm bgemm) {
    const at::BFloat16 a[] = {1, 2, 5, 6}; // [2, 2]
    const at::BFloat16 b[] = {3, 4, 7, 8}; // [2, 2], to be turned over
    float c[] = {1, 2, 9, 3, 4, 9};        // [2, 2] of rows of 3
    return bgemm('N', 'T', 2, 2, 2, 2, a, 2, b, 2, 0.5F, c, 3) == 0 && c[0] == 22.5F &&
           c[1] == 47 && c[2] == 9 && c[3] == 79.5F && c[4] == 168 && c[5] == 9;
}

Bgemm findBgemm() {
    if (!hasBfloat16Products())
        return nullptr;
    const auto found = reinterpret_cast<Bgemm>(::dlsym(RTLD_DEFAULT, "dnnl_gemm_bf16bf16f32"));
    return found && isAsExpected(found) ? found : nullptr;
}

/// A matrix's numbers in single precision, as they lie in memory.
at::Tensor widened(const RoundedView& view, std::int64_t rows, std::int64_t columns) {
    if (view.transposed)
        std::swap(rows, columns);
    at::Tensor wide = at::empty({rows, columns}, floats());
    for (std::int64_t row = 0; row < rows; ++row)
        takeRow(view.values + row * view.stride, wide.data_ptr<float>() + row * columns, columns);
    return wide;
}

MatrixView viewOf(const at::Tensor& matrix, bool transposed) {
    return {matrix.data_ptr<float>(), matrix.size(1), transposed};
}

at::Tensor asMatrix(const MatrixView& view, std::int64_t rows, std::int64_t columns) {
    float* values = const_cast<float*>(view.values);
    return view.transposed ? at::from_blob(values, {rows, columns}, {1, view.stride}, floats())
                           : at::from_blob(values, {rows, columns}, {view.stride, 1}, floats());
}

} // namespace

void multiply(std::int64_t m, std::int64_t n, std::int64_t k, float scale, const MatrixView& a,
              const MatrixView& b, float keep, float* c, std::int64_t stride) {
    static const Sgemm sgemm = BlasLibrary().sgemm();
    if (sgemm) {
        // Fortran's matrices lie column by column: this is cᵀ = bᵀ aᵀ.
        const int rows = static_cast<int>(n);
        const int columns = static_cast<int>(m);
        const int inner = static_cast<int>(k);
        const int strideA = static_cast<int>(a.stride);
        const int strideB = static_cast<int>(b.stride);
        const int strideC = static_cast<int>(stride);
        sgemm(b.transposed ? "T" : "N", a.transposed ? "T" : "N", &rows, &columns, &inner, &scale,
              b.values, &strideB, a.values, &strideA, &keep, c, &strideC);
        return;
    }
    asMatrix({c, stride, false}, m, n).addmm_(asMatrix(a, m, k), asMatrix(b, k, n), keep, scale);
}

void multiply(std::int64_t m, std::int64_t n, std::int64_t k, float scale, const RoundedView& a,
              const RoundedView& b, float keep, float* c, std::int64_t stride) {
    static const Bgemm bgemm = findBgemm();
    if (bgemm && bgemm(a.transposed ? 'T' : 'N', b.transposed ? 'T' : 'N', m, n, k, scale, a.values,
                       a.stride, b.values, b.stride, keep, c, stride) == 0)
        return;
    // Products of rounded numbers fit into single precision: nothing else is lost here.
    const at::Tensor wideA = widened(a, m, k);
    const at::Tensor wideB = widened(b, k, n);
    multiply(m, n, k, scale, viewOf(wideA, a.transposed), viewOf(wideB, b.transposed), keep, c,
             stride);
}

} // namespace neural
