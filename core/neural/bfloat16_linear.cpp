// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/fused.h"
#include "core/neural/precision.h"

#include <torch/csrc/autograd/custom_function.h>

namespace neural {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// a b of matrices in bfloat16, whose sums are in single precision either way.
at::Tensor product(const at::Tensor& a, const at::Tensor& b) {
    if (hasBfloat16Products())
        return at::mm(a, b).to(at::kFloat);
    // What bfloat16 cannot tell apart is equal here too: its numbers are single precision's first
    // half.
    return at::mm(a.to(at::kFloat), b.to(at::kFloat));
}

/// Micikevicius et al. 2018, "Mixed precision training": the weights and all that is summed over
/// many steps stay in single precision, what is multiplied is rounded. bfloat16 has the range of
/// single precision, so that no loss needs to be scaled (Kalamkar et al. 2019).
struct LinearInBfloat16 final : torch::autograd::Function<LinearInBfloat16> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& input,
                              const at::Tensor& weight, const c10::optional<at::Tensor>& bias) {
        const at::Tensor x = input.reshape({-1, weight.size(1)}).to(at::kBFloat16); // [n, in]
        const at::Tensor w = weight.to(at::kBFloat16);                              // [out, in]
        context->save_for_backward({x, w, weight, bias.value_or(at::Tensor())});
        context->saved_data["inner"] = input.requires_grad();
        context->saved_data["shape"] = input.sizes();
        at::Tensor y = product(x, w.t()); // [n, out]
        if (bias.has_value())
            y.add_(*bias);
        std::vector<std::int64_t> shape = input.sizes().vec();
        shape.back() = weight.size(0);
        return y.view(shape);
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& x = saved[0];
        const at::Tensor& w = saved[1];
        const at::Tensor ofOutput = gradients[0].reshape({x.size(0), w.size(0)}); // [n, out]
        const at::Tensor gradient = ofOutput.to(at::kBFloat16);
        saved[2].grad().add_(product(gradient.t(), x));
        if (saved[3].defined())
            saved[3].grad().add_(ofOutput.sum(0));
        at::Tensor ofInput;
        if (context->saved_data["inner"].toBool())
            ofInput = product(gradient, w).view(context->saved_data["shape"].toIntVector());
        return {ofInput, at::Tensor(), at::Tensor()};
    }
};

} // namespace

at::Tensor bfloat16Linear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
    return LinearInBfloat16::apply(x, weight,
                                   bias.defined() ? c10::optional<at::Tensor>(bias) : c10::nullopt);
}

} // namespace neural
