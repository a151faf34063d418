// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/operators/fused.h"
#include "core/neural/operators/vector_loops.h"

#include <torch/csrc/autograd/custom_function.h>

namespace neural {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct Gelu final : torch::autograd::Function<Gelu> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& input, bool byTanh) {
        const at::Tensor x = input.contiguous();
        at::Tensor y = at::empty_like(x);
        at::Tensor slope = at::empty_like(x);
        (byTanh ? geluByTanh : gelu)(x.data_ptr<float>(), y.data_ptr<float>(),
                                     slope.data_ptr<float>(), static_cast<std::size_t>(x.numel()));
        context->save_for_backward({slope});
        return y;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const at::Tensor gradient = gradients[0].contiguous();
        // Nobody else reads the slope.
        at::Tensor product = context->get_saved_variables()[0];
        multiplyNumbers(gradient.data_ptr<float>(), product.data_ptr<float>(),
                        product.data_ptr<float>(), static_cast<std::size_t>(product.numel()));
        return {product, at::Tensor()};
    }
};

} // namespace

at::Tensor fusedGelu(const at::Tensor& x, bool byTanh) {
    return Gelu::apply(x, byTanh);
}

} // namespace neural
