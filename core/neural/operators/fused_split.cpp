// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/operators/fused.h"

#include <torch/csrc/autograd/custom_function.h>

namespace neural {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// The whole [.., width] whose parts lie in their order in one place in memory; undefined where
/// they do not.
at::Tensor wholeOf(const variable_list& parts, std::int64_t width) {
    const at::Tensor& first = parts.front();
    if (!first.defined())
        return {};
    std::vector<std::int64_t> sizes = first.sizes().vec();
    sizes.back() = width;
    std::vector<std::int64_t> strides(sizes.size(), 1);
    for (std::size_t i = sizes.size() - 1; i > 0; --i)
        strides[i - 1] = strides[i] * sizes[i];
    std::int64_t offset = first.storage_offset();
    for (const at::Tensor& part : parts) {
        if (!part.defined() || !part.is_alias_of(first) || part.storage_offset() != offset ||
            part.strides() != at::IntArrayRef(strides))
            return {};
        offset += part.size(-1);
    }
    return first.as_strided(sizes, strides);
}

struct Split final : torch::autograd::Function<Split> {
    static variable_list forward(AutogradContext* context, const at::Tensor& x,
                                 const std::vector<std::int64_t>& sizes) {
        context->saved_data["shape"] = x.sizes();
        context->saved_data["sizes"] = sizes;
        return x.split_with_sizes(sizes, -1);
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        std::vector<std::int64_t> shape = context->saved_data["shape"].toIntVector();
        if (const at::Tensor whole = wholeOf(gradients, shape.back()); whole.defined())
            return {whole, at::Tensor()};
        const std::vector<std::int64_t> sizes = context->saved_data["sizes"].toIntVector();
        variable_list parts = gradients;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            shape.back() = sizes[i];
            if (!parts[i].defined())
                parts[i] = at::zeros(shape, floats());
        }
        return {at::cat(parts, -1), at::Tensor()};
    }
};

} // namespace

std::vector<at::Tensor> fusedSplit(const at::Tensor& x, const std::vector<std::int64_t>& sizes) {
    if (!c10::GradMode::is_enabled())
        return x.split_with_sizes(sizes, -1);
    return Split::apply(x, sizes);
}

} // namespace neural
