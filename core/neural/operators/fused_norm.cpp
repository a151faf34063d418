// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/operators/fused.h"
#include "core/neural/operators/gradient_place.h"
#include "core/neural/operators/vector_loops.h"

#include <torch/csrc/autograd/custom_function.h>

#include <utility>
#include <vector>

namespace neural {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct NormFunction final : torch::autograd::Function<NormFunction> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& input,
                              const at::Tensor& weight, const c10::optional<at::Tensor>& bias,
                              bool hasMean, double epsilon) {
        const at::Tensor x = input.contiguous();
        const std::int64_t width = weight.numel();
        const std::int64_t rows = x.numel() / width;
        const at::Tensor scales = at::empty({rows, 2}, floats());
        at::Tensor y = at::empty(x.sizes(), floats());
        for (std::int64_t row = 0; row < rows; ++row) {
            const RowScale scale =
                normRow(x.data_ptr<float>() + row * width, weight.data_ptr<float>(),
                        bias.has_value() ? bias->data_ptr<float>() : nullptr, hasMean,
                        static_cast<float>(epsilon), y.data_ptr<float>() + row * width,
                        static_cast<std::size_t>(width));
            scales.data_ptr<float>()[2 * row] = scale.mean;
            scales.data_ptr<float>()[2 * row + 1] = scale.inverse;
        }
        context->save_for_backward({x, scales, weight, bias.value_or(at::Tensor())});
        context->saved_data["hasMean"] = hasMean;
        return y;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& x = saved[0];
        const float* scales = saved[1].data_ptr<float>();
        const at::Tensor& weight = saved[2];
        const bool hasMean = context->saved_data["hasMean"].toBool();
        const at::Tensor gradient = gradients[0].contiguous();
        const std::int64_t width = weight.numel();
        at::Tensor ofX = at::empty(x.sizes(), floats());
        std::vector<float> unused; // a weight that is not learnt
        if (!weight.requires_grad())
            unused.resize(static_cast<std::size_t>(width));
        float* ofWeight = unused.empty() ? gradientsOf(weight) : unused.data();
        const bool shifts = saved[3].defined() && saved[3].requires_grad();
        for (std::int64_t row = 0; row < saved[1].size(0); ++row)
            normRowBackward(
                x.data_ptr<float>() + row * width, {scales[2 * row], scales[2 * row + 1]}, hasMean,
                weight.data_ptr<float>(), gradient.data_ptr<float>() + row * width,
                ofX.data_ptr<float>() + row * width, ofWeight,
                shifts ? gradientsOf(saved[3]) : nullptr, static_cast<std::size_t>(width));
        return {ofX, at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor()};
    }
};

} // namespace

at::Tensor fusedNorm(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                     bool hasMean, double epsilon) {
    if (c10::GradMode::is_enabled() && (isFixed(weight, bias) || keepsGradients(weight, bias)))
        return NormFunction::apply(x, weight, given(bias), hasMean, epsilon);
    if (hasMean)
        return at::layer_norm(x, {x.size(-1)}, weight, bias, epsilon);
    const at::Tensor square = x.square().mean(-1, true); // [.., 1]
    const at::Tensor y = x * at::rsqrt(square + epsilon) * weight;
    return bias.defined() ? y + bias : y;
}

} // namespace neural
