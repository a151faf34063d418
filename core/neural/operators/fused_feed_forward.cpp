// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/parts.h"
#include "core/neural/compute/precision.h"
#include "core/neural/operators/factors.h"
#include "core/neural/operators/fused.h"
#include "core/neural/operators/gradient_place.h"
#include "core/neural/operators/products.h"

#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <vector>

namespace neural {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Rows whose gradients are summed while they are in the processor's cache.
constexpr std::int64_t rowsAtOnce = 8;

/// Two linear layers with a GELU between: what is i wide, the widest of a transformer, is walked
/// through once each way, and between the products it is kept as their factor alone. In single
/// precision, or with factors rounded to bfloat16, as LinearFunction.
template <class Number>
struct FeedForwardFunction final : torch::autograd::Function<FeedForwardFunction<Number>> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& input,
                              const at::Tensor& inWeight, const c10::optional<at::Tensor>& inBias,
                              const at::Tensor& outWeight, const c10::optional<at::Tensor>& outBias,
                              bool byTanh) {
        const at::Tensor x = factor<Number>(input);     // [n, d]
        const at::Tensor w = factor<Number>(inWeight);  // [i, d]
        const at::Tensor v = factor<Number>(outWeight); // [d', i]
        const std::int64_t width = w.size(1);
        const std::int64_t inner = w.size(0);
        const std::int64_t out = v.size(0);
        const std::int64_t rows = x.numel() / width;
        const at::Tensor y = at::empty({rows, inner}, factorOptions<Number>());
        const at::Tensor slope = at::empty({rows, inner}, factorOptions<Number>());
        at::Tensor result = at::empty({rows, out}, floats());
        if (outBias.has_value())
            result.copy_(outBias->detach().expand({rows, out}));
        const auto size = static_cast<std::size_t>(inner);
        std::vector<float> scratch(2 * size);
        const at::Tensor a = at::empty({rows, inner}, floats());
        multiply(rows, inner, width, 1, matrixOf<Number>(x, width),
                 turned(matrixOf<Number>(w, width)), 0, a.data_ptr<float>(), inner);
        for (std::int64_t row = 0; row < rows; ++row) {
            float* ofRow = a.data_ptr<float>() + row * inner;
            if (inBias.has_value())
                addNumbers(inBias->template data_ptr<float>(), 1, ofRow, size);
            Number* yPlace = y.data_ptr<Number>() + row * inner;
            Number* slopePlace = slope.data_ptr<Number>() + row * inner;
            float* ofY = rowFor(yPlace, scratch.data());
            float* ofSlope = rowFor(slopePlace, scratch.data() + size);
            (byTanh ? geluByTanh : gelu)(ofRow, ofY, ofSlope, size);
            putRow(ofY, yPlace, inner);
            putRow(ofSlope, slopePlace, inner);
        }
        multiply(rows, out, inner, 1, matrixOf<Number>(y, inner),
                 turned(matrixOf<Number>(v, inner)), outBias.has_value() ? 1 : 0,
                 result.data_ptr<float>(), out);
        context->save_for_backward({x, w, v, y, slope, inWeight, inBias.value_or(at::Tensor()),
                                    outWeight, outBias.value_or(at::Tensor())});
        context->saved_data["inner"] = input.requires_grad();
        std::vector<std::int64_t> shape = input.sizes().vec();
        shape.back() = out;
        return result.view(shape);
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& x = saved[0];
        const at::Tensor& w = saved[1];
        const at::Tensor& v = saved[2];
        const at::Tensor& y = saved[3];
        const std::int64_t width = w.size(1);
        const std::int64_t inner = w.size(0);
        const std::int64_t out = v.size(0);
        const std::int64_t rows = x.numel() / width;
        const at::Tensor gradient = gradients[0].contiguous();
        const at::Tensor g = factor<Number>(gradient); // [n, d']
        multiply(out, inner, rows, 1, turned(matrixOf<Number>(g, out)), matrixOf<Number>(y, inner),
                 1, gradientsOf(saved[7]), inner);
        if (saved[8].defined())
            addColumns(gradient.data_ptr<float>(), out, rows, out, gradientsOf(saved[8]));
        at::Tensor ofInput;
        if (context->saved_data["inner"].toBool())
            ofInput = at::empty(x.sizes(), floats());
        // Nobody else reads the slope: the gradient takes its place.
        const at::Tensor& ofA = saved[4];
        const auto size = static_cast<std::size_t>(inner);
        std::vector<float> scratch(size);
        const at::Tensor ofY = at::empty({rows, inner}, floats());
        multiply(rows, inner, out, 1, matrixOf<Number>(g, out), matrixOf<Number>(v, inner), 0,
                 ofY.data_ptr<float>(), inner);
        for (std::int64_t first = 0; first < rows; first += rowsAtOnce) {
            const std::int64_t end = std::min(first + rowsAtOnce, rows);
            float* ofFirst = ofY.data_ptr<float>() + first * inner;
            for (std::int64_t row = first; row < end; ++row) {
                float* ofRow = ofY.data_ptr<float>() + row * inner;
                Number* place = ofA.data_ptr<Number>() + row * inner;
                multiplyNumbers(takeRow(place, scratch.data(), inner), ofRow, ofRow, size);
                putRow(ofRow, place, inner);
            }
            if (saved[6].defined())
                addColumns(ofFirst, inner, end - first, inner, gradientsOf(saved[6]));
        }
        if (ofInput.defined())
            multiply(rows, width, inner, 1, matrixOf<Number>(ofA, inner),
                     matrixOf<Number>(w, width), 0, ofInput.data_ptr<float>(), width);
        multiply(inner, width, rows, 1, turned(matrixOf<Number>(ofA, inner)),
                 matrixOf<Number>(x, width), 1, gradientsOf(saved[5]), width);
        return {ofInput, at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor()};
    }
};

} // namespace

at::Tensor fusedFeedForward(const at::Tensor& x, const at::Tensor& inWeight,
                            const at::Tensor& inBias, const at::Tensor& outWeight,
                            const at::Tensor& outBias, bool byTanh) {
    // Helpers share the products of one layer after another.
    if (!c10::GradMode::is_enabled() || helpers() || !keepsGradients(inWeight, inBias) ||
        !keepsGradients(outWeight, outBias))
        return fusedLinear(fusedGelu(fusedLinear(x, inWeight, inBias), byTanh), outWeight, outBias);
    if (productPrecision() == Precision::Bfloat16)
        return FeedForwardFunction<at::BFloat16>::apply(x, inWeight, given(inBias), outWeight,
                                                        given(outBias), byTanh);
    return FeedForwardFunction<float>::apply(x, inWeight, given(inBias), outWeight, given(outBias),
                                             byTanh);
}

} // namespace neural
