// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/parts.h"
#include "core/neural/compute/precision.h"
#include "core/neural/operators/factors.h"
#include "core/neural/operators/fused.h"
#include "core/neural/operators/gradient_place.h"
#include "core/neural/operators/one_token.h"
#include "core/neural/operators/products.h"

#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <functional>

namespace neural {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Columns of a wide output that one thread computes at once, with what comes of them in its cache.
constexpr std::int64_t columnsAtOnce = 1536;

/// Into how many blocks an output's columns are cut: one where nobody helps the calling thread.
std::int64_t blocksOf(std::int64_t out) {
    return helpers() ? (out + columnsAtOnce - 1) / columnsAtOnce : 1;
}

/// Calls work(block, first, count) for each, side by side where there are several.
void forEachBlock(std::int64_t out,
                  const std::function<void(std::int64_t, std::int64_t, std::int64_t)>& work) {
    const std::int64_t blocks = blocksOf(out);
    if (blocks == 1) {
        work(0, 0, out);
        return;
    }
    (*helpers())(blocks, [&](std::int64_t begin, std::int64_t count) {
        for (std::int64_t block = begin; block < begin + count; ++block)
            work(block, block * columnsAtOnce,
                 std::min(columnsAtOnce, out - block * columnsAtOnce));
    });
}

/// In single precision, or with factors rounded to bfloat16: Micikevicius et al. 2018, "Mixed
/// precision training". The weights and all that is summed over many steps stay in single precision
/// then, what is multiplied is rounded. bfloat16 has the range of single precision, so that no loss
/// needs to be scaled (Kalamkar et al. 2019).
template <class Number>
struct LinearFunction final : torch::autograd::Function<LinearFunction<Number>> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& input,
                              const at::Tensor& weight, const c10::optional<at::Tensor>& bias) {
        const at::Tensor x = factor<Number>(input);
        const at::Tensor w = factor<Number>(weight);
        context->save_for_backward({x, w, weight, bias.value_or(at::Tensor())});
        context->saved_data["inner"] = input.requires_grad();
        const std::int64_t out = weight.size(0);
        const std::int64_t in = weight.size(1);
        const std::int64_t rows = x.numel() / in;
        std::vector<std::int64_t> shape = x.sizes().vec();
        shape.back() = out;
        at::Tensor y = at::empty(shape, floats());
        const float* shift = bias.has_value() ? bias->data_ptr<float>() : nullptr;
        forEachBlock(out, [&](std::int64_t /*block*/, std::int64_t first, std::int64_t count) {
            float* values = y.data_ptr<float>() + first;
            for (std::int64_t row = 0; shift && row < rows; ++row)
                std::copy_n(shift + first, count, values + row * out);
            multiply(rows, count, in, 1, matrixOf<Number>(x, in),
                     turned(matrixOf<Number>(w, in, first)), shift ? 1 : 0, values, out);
        });
        return y;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& x = saved[0];
        const at::Tensor& w = saved[1];
        const at::Tensor gradient = gradients[0].contiguous();
        const at::Tensor g = factor<Number>(gradient);
        const std::int64_t out = w.size(0);
        const std::int64_t in = w.size(1);
        const std::int64_t rows = x.numel() / in;
        at::Tensor ofInput; // one for each block, to be summed
        if (context->saved_data["inner"].toBool())
            ofInput = at::empty({blocksOf(out), rows, in}, floats());
        forEachBlock(out, [&](std::int64_t block, std::int64_t first, std::int64_t count) {
            const Number* values = g.data_ptr<Number>() + first;
            multiply(count, in, rows, 1, {values, out, true}, matrixOf<Number>(x, in), 1,
                     gradientsOf(saved[2]) + first * in, in);
            if (saved[3].defined())
                addColumns(gradient.data_ptr<float>() + first, out, rows, count,
                           gradientsOf(saved[3]) + first);
            if (ofInput.defined())
                multiply(rows, in, count, 1, {values, out, false}, matrixOf<Number>(w, in, first),
                         0, ofInput.data_ptr<float>() + block * rows * in, in);
        });
        if (ofInput.defined())
            ofInput = (ofInput.size(0) == 1 ? ofInput : ofInput.sum(0)).view(x.sizes());
        return {ofInput, at::Tensor(), at::Tensor()};
    }
};

struct EmbeddingFunction final : torch::autograd::Function<EmbeddingFunction> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& weight,
                              const at::Tensor& ids) {
        context->save_for_backward({weight, ids});
        return at::embedding(weight, ids);
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor ids = saved[1].contiguous();
        const at::Tensor gradient = gradients[0].contiguous();
        const std::int64_t width = saved[0].size(1);
        for (std::int64_t i = 0; i < ids.numel(); ++i)
            addNumbers(gradient.data_ptr<float>() + i * width, 1,
                       gradientsOf(saved[0]) + ids.data_ptr<std::int64_t>()[i] * width,
                       static_cast<std::size_t>(width));
        return {at::Tensor(), at::Tensor()};
    }
};

} // namespace

at::Tensor fusedLinear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
    if (!c10::GradMode::is_enabled() && x.numel() == weight.size(1) && weight.is_contiguous())
        return productOfOne(x, weight, bias);
    if (!c10::GradMode::is_enabled() || !keepsGradients(weight, bias))
        return at::linear(x, weight, bias);
    if (productPrecision() == Precision::Bfloat16)
        return LinearFunction<at::BFloat16>::apply(x, weight, given(bias));
    return LinearFunction<float>::apply(x, weight, given(bias));
}

at::Tensor fusedEmbedding(const at::Tensor& weight, const at::Tensor& ids) {
    if (!c10::GradMode::is_enabled() || !keepsGradients(weight))
        return at::embedding(weight, ids);
    return EmbeddingFunction::apply(weight, ids);
}

} // namespace neural
