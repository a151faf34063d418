// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/parts.h"
#include "core/neural/operators/fused.h"
#include "core/neural/operators/vector_loops.h"

#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace neural {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct CrossEntropy final : torch::autograd::Function<CrossEntropy> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& given,
                              const at::Tensor& targets, double scale) {
        const at::Tensor logits = given.contiguous();
        const at::Tensor gradient = at::empty_like(logits);
        const std::int64_t size = logits.size(1);
        const at::Tensor places = targets.contiguous();
        std::vector<double> losses(static_cast<std::size_t>(logits.size(0)));
        const auto addRows = [&](std::int64_t first, std::int64_t count) {
            for (std::int64_t row = first; row < first + count; ++row) {
                const std::int64_t target = places.data_ptr<std::int64_t>()[row];
                float* ofRow = gradient.data_ptr<float>() + row * size;
                if (target < 0)
                    std::fill(ofRow, ofRow + size, 0.0F);
                else
                    losses[static_cast<std::size_t>(row)] = crossEntropyRow(
                        logits.data_ptr<float>() + row * size, ofRow,
                        static_cast<std::size_t>(size), static_cast<std::size_t>(target),
                        static_cast<float>(scale));
            }
        };
        if (const InParts* parts = helpers())
            (*parts)(logits.size(0), addRows);
        else
            addRows(0, logits.size(0));
        const double sum = std::accumulate(losses.begin(), losses.end(), 0.0);
        context->save_for_backward({gradient});
        // Beyond float's range it is infinite: scalar_tensor() would throw.
        at::Tensor loss = at::empty({}, floats());
        *loss.data_ptr<float>() = static_cast<float>(sum * scale);
        return loss;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        // Nobody else reads it.
        at::Tensor gradient = context->get_saved_variables()[0];
        if (const float factor = gradients[0].item<float>(); factor != 1)
            gradient.mul_(factor);
        return {gradient, at::Tensor(), at::Tensor()};
    }
};

} // namespace

at::Tensor fusedCrossEntropy(const at::Tensor& logits, const at::Tensor& targets, double scale) {
    return CrossEntropy::apply(logits, targets, scale);
}

} // namespace neural
