// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/products.h"

#include "core/neural/torch_compat.h"

#include <dlfcn.h>

namespace neural {

namespace {

using Sgemm = void (*)(const char* transposeA, const char* transposeB, const int* m, const int* n,
                       const int* k, const float* scale, const float* a, const int* strideA,
                       const float* b, const int* strideB, const float* keep, float* c,
                       const int* strideC);

/// LibTorch brings a BLAS in; where it hides it, there is nothing to be found.
Sgemm findSgemm() {
    return reinterpret_cast<Sgemm>(::dlsym(RTLD_DEFAULT, "sgemm_"));
}

at::Tensor asMatrix(const MatrixView& view, std::int64_t rows, std::int64_t columns) {
    float* values = const_cast<float*>(view.values);
    return view.transposed ? at::from_blob(values, {rows, columns}, {1, view.stride}, floats())
                           : at::from_blob(values, {rows, columns}, {view.stride, 1}, floats());
}

} // namespace

void multiply(std::int64_t m, std::int64_t n, std::int64_t k, float scale, const MatrixView& a,
              const MatrixView& b, float keep, float* c, std::int64_t stride) {
    static const Sgemm sgemm = findSgemm();
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
    const at::Tensor product = at::mm(asMatrix(a, m, k), asMatrix(b, k, n)) * scale;
    at::Tensor target = asMatrix({c, stride, false}, m, n);
    if (keep == 0)
        target.copy_(product);
    else
        target.mul_(keep).add_(product);
}

} // namespace neural
