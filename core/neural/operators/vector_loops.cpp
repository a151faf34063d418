// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/operators/vector_loops.h"

#include "core/neural/operators/widest_vectors.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

namespace neural {

namespace {

/// To 2 units in the last place, without a branch: 2^n e^r with |r| <= ln 2 / 2, and the series of
/// e^r. What is no number stays none.
[[gnu::always_inline]] inline float exponential(float x) {
    constexpr float least = -87.0F;
    constexpr float most = 88.0F;
    constexpr float toInteger = 12582912.0F; // 1.5 · 2^23: adding it rounds
    x = x < least ? least : x;
    x = x > most ? most : x;
    const float shifted = x * std::numbers::log2e_v<float> + toInteger;
    const float n = shifted - toInteger;
    const float r = (x - n * 0.693359375F) + n * 2.12194440e-4F; // ln 2 in two parts
    float sum = 1.0F / 720;
    sum = sum * r + 1.0F / 120;
    sum = sum * r + 1.0F / 24;
    sum = sum * r + 1.0F / 6;
    sum = sum * r + 0.5F;
    sum = sum * r + 1.0F;
    sum = sum * r + 1.0F;
    const auto exponent = static_cast<std::int32_t>(std::bit_cast<std::uint32_t>(shifted) << 23);
    const auto power = static_cast<std::uint32_t>(exponent) + 0x3f800000U;
    return sum * std::bit_cast<float>(power);
}

/// The softmax of x times `scale`, which may stand where x does; returns ln Σ exp(x).
[[gnu::always_inline]] inline float softmax(const float* x, float* share, std::size_t count,
                                            float scale) {
    float most = -std::numeric_limits<float>::infinity();
#pragma omp simd reduction(max : most)
    for (std::size_t i = 0; i < count; ++i)
        most = x[i] > most ? x[i] : most;
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::size_t i = 0; i < count; ++i) {
        share[i] = exponential(x[i] - most);
        sum += share[i];
    }
    const float ofOne = scale / sum;
#pragma omp simd
    for (std::size_t i = 0; i < count; ++i)
        share[i] *= ofOne;
    return std::log(sum) + most;
}

} // namespace

NG_WIDEST_VECTORS void softmaxRow(float* row, std::size_t count) {
    softmax(row, row, count, 1);
}

NG_WIDEST_VECTORS void softmaxRowBackward(const float* p, float* gradient, std::size_t count,
                                          float scale) {
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::size_t i = 0; i < count; ++i)
        sum += p[i] * gradient[i];
#pragma omp simd
    for (std::size_t i = 0; i < count; ++i)
        gradient[i] = scale * p[i] * (gradient[i] - sum);
}

NG_WIDEST_VECTORS void gelu(const float* x, float* y, float* slope, std::size_t count) {
    constexpr float density = 0.3989422804F; // 1 / √(2π)
#pragma omp simd
    for (std::size_t i = 0; i < count; ++i) {
        // Abramowitz and Stegun 1964, formula 7.1.26, of z = |x| / √2: to 1.5e-7.
        const float z = std::fabs(x[i]) * (1 / std::numbers::sqrt2_v<float>);
        const float bell = exponential(-z * z);
        const float t = 1 / (1 + 0.3275911F * z);
        float sum = 1.061405429F;
        sum = sum * t - 1.453152027F;
        sum = sum * t + 1.421413741F;
        sum = sum * t - 0.284496736F;
        sum = sum * t + 0.254829592F;
        const float tail = 0.5F * sum * t * bell; // Φ(−|x|)
        const float below = x[i] < 0 ? tail : 1 - tail;
        y[i] = x[i] * below;
        slope[i] = below + x[i] * density * bell;
    }
}

NG_WIDEST_VECTORS void geluByTanh(const float* x, float* y, float* slope, std::size_t count) {
    constexpr float twice = 2 * 0.7978845608F; // 2 √(2/π)
    constexpr float cubic = 0.044715F;
#pragma omp simd
    for (std::size_t i = 0; i < count; ++i) {
        // (1 + tanh u) / 2 = 1 / (1 + exp(−2 u))
        const float square = x[i] * x[i];
        const float below = 1 / (1 + exponential(-twice * x[i] * (1 + cubic * square)));
        y[i] = x[i] * below;
        slope[i] = below + y[i] * (1 - below) * twice * (1 + 3 * cubic * square);
    }
}

NG_WIDEST_VECTORS float crossEntropyRow(const float* logits, float* gradient, std::size_t count,
                                        std::size_t target, float scale) {
    const float logSum = softmax(logits, gradient, count, scale);
    gradient[target] -= scale;
    return logSum - logits[target];
}

NG_WIDEST_VECTORS RowScale normRow(const float* x, const float* weight, const float* bias,
                                   bool hasMean, float epsilon, float* y, std::size_t count) {
    const auto ofOne = 1 / static_cast<float>(count);
    float sum = 0;
    if (hasMean) {
#pragma omp simd reduction(+ : sum)
        for (std::size_t i = 0; i < count; ++i)
            sum += x[i];
    }
    const float mean = sum * ofOne;
    float squares = 0;
#pragma omp simd reduction(+ : squares)
    for (std::size_t i = 0; i < count; ++i)
        squares += (x[i] - mean) * (x[i] - mean);
    const float inverse = 1 / std::sqrt(squares * ofOne + epsilon);
#pragma omp simd
    for (std::size_t i = 0; i < count; ++i)
        y[i] = (x[i] - mean) * inverse * weight[i];
    if (bias) {
#pragma omp simd
        for (std::size_t i = 0; i < count; ++i)
            y[i] += bias[i];
    }
    return {mean, inverse};
}

NG_WIDEST_VECTORS void normRowBackward(const float* x, const RowScale& scale, bool hasMean,
                                       const float* weight, const float* gradient, float* ofX,
                                       float* ofWeight, float* ofBias, std::size_t count) {
    const auto ofOne = 1 / static_cast<float>(count);
    const float mean = scale.mean;
    const float inverse = scale.inverse;
    float sum = 0;
    float product = 0;
#pragma omp simd reduction(+ : sum, product)
    for (std::size_t i = 0; i < count; ++i) {
        const float normal = (x[i] - mean) * inverse;
        const float ofNormal = gradient[i] * weight[i];
        sum += ofNormal;
        product += ofNormal * normal;
        ofWeight[i] += gradient[i] * normal;
    }
    const float shift = hasMean ? sum * ofOne : 0;
    const float share = product * ofOne;
#pragma omp simd
    for (std::size_t i = 0; i < count; ++i)
        ofX[i] = inverse * (gradient[i] * weight[i] - shift - (x[i] - mean) * inverse * share);
    if (ofBias) {
#pragma omp simd
        for (std::size_t i = 0; i < count; ++i)
            ofBias[i] += gradient[i];
    }
}

NG_WIDEST_VECTORS void addNumbers(const float* addend, float scale, float* sum, std::size_t count) {
#pragma omp simd
    for (std::size_t i = 0; i < count; ++i)
        sum[i] += scale * addend[i];
}

NG_WIDEST_VECTORS void dropNumbers(const float* x, float* kept, std::size_t count,
                                   std::uint32_t seed, float share) {
    const float scale = 1 / (1 - share);
    constexpr float whole = 1U << 24U;
    const auto below = static_cast<std::uint32_t>(share * whole);
#pragma omp simd
    for (std::size_t i = 0; i < count; ++i) {
        // Appleby's MurmurHash3, the end of its 32 bits: each bit of a place changes half of the
        // result's.
        std::uint32_t hash = static_cast<std::uint32_t>(i) * 0x9e3779b9U + seed;
        hash = (hash ^ (hash >> 16U)) * 0x85ebca6bU;
        hash = (hash ^ (hash >> 13U)) * 0xc2b2ae35U;
        hash ^= hash >> 16U;
        kept[i] = (hash >> 8U) < below ? 0.0F : x[i] * scale;
    }
}

NG_WIDEST_VECTORS void multiplyRows(const float* rows, std::size_t stride, std::size_t count,
                                    std::size_t width, const float* x, float* y) {
    std::size_t row = 0;
    // Four at a time: sums that do not wait for one another.
    for (; row + 4 <= count; row += 4) {
        const float* a = rows + row * stride;
        const float* b = a + stride;
        const float* c = b + stride;
        const float* d = c + stride;
        float ofA = 0;
        float ofB = 0;
        float ofC = 0;
        float ofD = 0;
#pragma omp simd reduction(+ : ofA, ofB, ofC, ofD)
        for (std::size_t i = 0; i < width; ++i) {
            ofA += a[i] * x[i];
            ofB += b[i] * x[i];
            ofC += c[i] * x[i];
            ofD += d[i] * x[i];
        }
        y[row] = ofA;
        y[row + 1] = ofB;
        y[row + 2] = ofC;
        y[row + 3] = ofD;
    }
    for (; row < count; ++row) {
        const float* a = rows + row * stride;
        float sum = 0;
#pragma omp simd reduction(+ : sum)
        for (std::size_t i = 0; i < width; ++i)
            sum += a[i] * x[i];
        y[row] = sum;
    }
}

NG_WIDEST_VECTORS void addRows(const float* rows, std::size_t stride, std::size_t count,
                               std::size_t width, const float* weights, float* sum) {
    std::size_t row = 0;
    for (; row + 4 <= count; row += 4) {
        const float* a = rows + row * stride;
        const float* b = a + stride;
        const float* c = b + stride;
        const float* d = c + stride;
        const float* w = weights + row;
#pragma omp simd
        for (std::size_t i = 0; i < width; ++i)
            sum[i] += (w[0] * a[i] + w[1] * b[i]) + (w[2] * c[i] + w[3] * d[i]);
    }
    for (; row < count; ++row) {
        const float* a = rows + row * stride;
#pragma omp simd
        for (std::size_t i = 0; i < width; ++i)
            sum[i] += weights[row] * a[i];
    }
}

NG_WIDEST_VECTORS float sumOfSquares(const float* x, std::size_t count) {
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::size_t i = 0; i < count; ++i)
        sum += x[i] * x[i];
    return sum;
}

NG_WIDEST_VECTORS void multiplyNumbers(const float* a, const float* b, float* product,
                                       std::size_t count) {
#pragma omp simd
    for (std::size_t i = 0; i < count; ++i)
        product[i] = a[i] * b[i];
}

NG_WIDEST_VECTORS void roundNumbers(const float* x, std::uint16_t* rounded, std::size_t count) {
#pragma omp simd
    for (std::size_t i = 0; i < count; ++i) {
        const auto bits = std::bit_cast<std::uint32_t>(x[i]);
        const std::uint32_t size = bits & 0x7fffffffU;
        // The highest stands for no number: what comes of those that are none stays below it.
        const std::uint32_t nearest = std::min(size + 0x7fffU + ((bits >> 16U) & 1U), 0x7fff0000U);
        rounded[i] = static_cast<std::uint16_t>((nearest | (bits & 0x80000000U)) >> 16U);
    }
}

NG_WIDEST_VECTORS void widenNumbers(const std::uint16_t* rounded, float* x, std::size_t count) {
#pragma omp simd
    for (std::size_t i = 0; i < count; ++i)
        x[i] = std::bit_cast<float>(static_cast<std::uint32_t>(rounded[i]) << 16U);
}

} // namespace neural
