// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

/// The loops over numbers that training waits for beside its products. No LibTorch: compiled for
/// the widest vectors that the processor has.
namespace neural {

/// row[i] becomes exp(row[i]) / Σ exp(row).
void softmaxRow(float* row, std::size_t count);

/// The softmax's gradient: gradient[i] becomes scale · p[i] (gradient[i] − Σ p gradient).
void softmaxRowBackward(const float* p, float* gradient, std::size_t count, float scale);

/// Hendrycks and Gimpel 2016, "Gaussian error linear units": y = x Φ(x), and its slope.
void gelu(const float* x, float* y, float* slope, std::size_t count);
/// The same paper's approximation: Φ(x) ≈ (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2.
void geluByTanh(const float* x, float* y, float* slope, std::size_t count);

/// The cross-entropy of one row of logits with a target, in nats; gradient becomes its gradient
/// times `scale`: softmax(logits) less one at the target.
float crossEntropyRow(const float* logits, float* gradient, std::size_t count, std::size_t target,
                      float scale);

/// What a row is scaled by: y = (x − mean) · inverse.
struct RowScale {
    float mean = 0;
    float inverse = 0; ///< of the deviation from the mean
};

/// Ba et al. 2016, "Layer normalization": y = (x − mean) / √(variance + epsilon) · weight + bias,
/// or without a mean: Zhang and Sennrich 2019, "Root mean square layer normalization". No bias:
/// null.
RowScale normRow(const float* x, const float* weight, const float* bias, bool hasMean,
                 float epsilon, float* y, std::size_t count);

/// Its gradient: that of x into `ofX`, those of weight and bias (which may be null) added.
void normRowBackward(const float* x, const RowScale& scale, bool hasMean, const float* weight,
                     const float* gradient, float* ofX, float* ofWeight, float* ofBias,
                     std::size_t count);

/// sum[i] += scale · addend[i]
void addNumbers(const float* addend, float scale, float* sum, std::size_t count);

/// kept[i] = 0 for a share of the numbers, else x[i] / (1 − share): which, follows from the seed
/// and their places. `kept` may be where x is.
void dropNumbers(const float* x, float* kept, std::size_t count, std::uint32_t seed, float share);

/// y[r] = Σ rows[r][c] x[c], the rows `stride` apart: one pass through memory.
void multiplyRows(const float* rows, std::size_t stride, std::size_t count, std::size_t width,
                  const float* x, float* y);

/// sum[c] += Σ weights[r] rows[r][c], the rows `stride` apart.
void addRows(const float* rows, std::size_t stride, std::size_t count, std::size_t width,
             const float* weights, float* sum);

/// Σ x[i]²
float sumOfSquares(const float* x, std::size_t count);

/// product[i] = a[i] b[i]
void multiplyNumbers(const float* a, const float* b, float* product, std::size_t count);

/// To bfloat16, which is the first half of single precision: to the nearest, and to the even one
/// of two (IEEE 754). What is no number stays none.
void roundNumbers(const float* x, std::uint16_t* rounded, std::size_t count);
void widenNumbers(const std::uint16_t* rounded, float* x, std::size_t count);

} // namespace neural
