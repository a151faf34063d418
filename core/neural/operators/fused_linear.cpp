// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/parts.h"
#include "core/neural/compute/precision.h"
#include "core/neural/operators/factors.h"
#include "core/neural/operators/fused.h"
#include "core/neural/operators/gradient_place.h"
#include "core/neural/operators/low_rank.h"
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

/// The gradients of A and B where the product is by some rows of W = W₀ + s B A: ∂A = s (∂y B)ᵀ x
/// and ∂B = s ∂yᵀ (x Aᵀ), of x [rows, in] and ∂y [rows, out].
template <class Number>
void addLowRankGradients(const at::Tensor& gradient, const at::Tensor& x, std::int64_t rows,
                         const at::Tensor& a, const at::Tensor& b, std::int64_t first,
                         float scale) {
    const std::int64_t rank = a.size(0);
    const std::int64_t in = a.size(1);
    const std::int64_t out = gradient.size(-1);
    const at::Tensor narrowA = factor<Number>(a.detach());
    const at::Tensor narrowB = factor<Number>(b.detach().narrow(0, first, out));
    const at::Tensor ofA = at::empty({rows, rank}, floats()); // x Aᵀ
    multiply(rows, rank, in, 1, matrixOf<Number>(x, in), turned(matrixOf<Number>(narrowA, in)), 0,
             ofA.data_ptr<float>(), rank);
    const at::Tensor ofB = at::empty({rows, rank}, floats()); // ∂y B
    multiply(rows, rank, out, 1, matrixOf<Number>(gradient, out), matrixOf<Number>(narrowB, rank),
             0, ofB.data_ptr<float>(), rank);
    multiply(out, rank, rows, scale, turned(matrixOf<Number>(gradient, out)),
             matrixOf<Number>(factor<Number>(ofA), rank), 1, gradientsOf(b) + first * rank, rank);
    multiply(rank, in, rows, scale, turned(matrixOf<Number>(factor<Number>(ofB), rank)),
             matrixOf<Number>(x, in), 1, gradientsOf(a), in);
}

/// In single precision, or with factors rounded to bfloat16: Micikevicius et al. 2018, "Mixed
/// precision training". The weights and all that is summed over many steps stay in single precision
/// then, what is multiplied is rounded. bfloat16 has the range of single precision, so that no loss
/// needs to be scaled (Kalamkar et al. 2019). By `count` rows of weight and bias, from `from` on.
/// With `a` and `b` the weight is a LowRank's.
template <class Number>
struct LinearFunction final : torch::autograd::Function<LinearFunction<Number>> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& input,
                              const at::Tensor& weight, const c10::optional<at::Tensor>& bias,
                              const c10::optional<at::Tensor>& a,
                              const c10::optional<at::Tensor>& b, std::int64_t from,
                              std::int64_t out, double scale) {
        const at::Tensor x = factor<Number>(input);
        const bool whole = out == weight.size(0);
        const at::Tensor w = factor<Number>(whole ? weight : weight.detach().narrow(0, from, out));
        context->save_for_backward({x, w, weight, bias.value_or(at::Tensor()),
                                    a.value_or(at::Tensor()), b.value_or(at::Tensor())});
        if (!whole) // what is kept costs as much as a small product
            context->saved_data["from"] = from;
        if (a.has_value())
            context->saved_data["scale"] = scale;
        context->saved_data["inner"] = input.requires_grad();
        const std::int64_t in = weight.size(1);
        const std::int64_t rows = x.numel() / in;
        std::vector<std::int64_t> shape = x.sizes().vec();
        shape.back() = out;
        at::Tensor y = at::empty(shape, floats());
        const float* shift = bias.has_value() ? bias->data_ptr<float>() + from : nullptr;
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
        const bool whole = out == saved[2].size(0);
        const std::int64_t from = whole ? 0 : context->saved_data["from"].toInt();
        const std::int64_t in = w.size(1);
        const std::int64_t rows = x.numel() / in;
        const bool narrow = saved[4].defined();
        const bool learnt = saved[2].requires_grad();
        const bool shifts = saved[3].defined() && saved[3].requires_grad();
        at::Tensor ofInput; // one for each block, to be summed
        if (context->saved_data["inner"].toBool())
            ofInput = at::empty({blocksOf(out), rows, in}, floats());
        forEachBlock(out, [&](std::int64_t block, std::int64_t first, std::int64_t count) {
            const Number* values = g.data_ptr<Number>() + first;
            if (learnt)
                multiply(count, in, rows, 1, {values, out, true}, matrixOf<Number>(x, in), 1,
                         gradientsOf(saved[2]) + (from + first) * in, in);
            if (shifts)
                addColumns(gradient.data_ptr<float>() + first, out, rows, count,
                           gradientsOf(saved[3]) + from + first);
            if (ofInput.defined())
                multiply(rows, in, count, 1, {values, out, false}, matrixOf<Number>(w, in, first),
                         0, ofInput.data_ptr<float>() + block * rows * in, in);
        });
        if (ofInput.defined())
            ofInput = (ofInput.size(0) == 1 ? ofInput : ofInput.sum(0)).view(x.sizes());
        if (narrow)
            addLowRankGradients<Number>(
                g, x, rows, saved[4], saved[5], from,
                static_cast<float>(context->saved_data["scale"].toDouble()));
        return {ofInput,      at::Tensor(), at::Tensor(), at::Tensor(),
                at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor()};
    }
};

template <class Number>
at::Tensor applyLinear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                       std::int64_t first, std::int64_t count) {
    const LowRank* narrow = lowRankOf(weight);
    return LinearFunction<Number>::apply(
        x, weight, given(bias), given(narrow ? narrow->a : at::Tensor()),
        given(narrow ? narrow->b : at::Tensor()), first, count, narrow ? narrow->scale : 1.0);
}

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
    return fusedLinear(x, weight, bias, 0, weight.size(0));
}

at::Tensor fusedLinear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                       std::int64_t first, std::int64_t count) {
    if (c10::GradMode::is_enabled() && (isFixed(weight, bias) || keepsGradients(weight, bias)))
        return productPrecision() == Precision::Bfloat16
                   ? applyLinear<at::BFloat16>(x, weight, bias, first, count)
                   : applyLinear<float>(x, weight, bias, first, count);
    const at::Tensor rows = weight.narrow(0, first, count);
    const at::Tensor shift = bias.defined() ? bias.narrow(0, first, count) : bias;
    if (!c10::GradMode::is_enabled() && x.numel() == weight.size(1) && weight.is_contiguous())
        return productOfOne(x, rows, shift);
    return at::linear(x, rows, shift);
}

at::Tensor fusedEmbedding(const at::Tensor& weight, const at::Tensor& ids) {
    if (!c10::GradMode::is_enabled() || !keepsGradients(weight))
        return at::embedding(weight, ids);
    return EmbeddingFunction::apply(weight, ids);
}

} // namespace neural
