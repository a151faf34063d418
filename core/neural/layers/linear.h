// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/layers/parameters.h"
#include "core/neural/operators/fused.h"

#include <string>
#include <vector>

namespace neural {

/// W x + b, or W x.
struct Linear {
    at::Tensor weight; ///< [out, in]
    at::Tensor bias;   ///< [out], or undefined

    Linear() = default;
    Linear(const Parameters& parameters, const std::string& name, bool hasBias);

    static void addShapes(std::vector<TensorShape>& shapes, const std::string& name,
                          std::int64_t out, std::int64_t in, bool hasBias);

    /// [.., in] → [.., out]
    at::Tensor operator()(const at::Tensor& x) const { return fusedLinear(x, weight, bias); }
    /// By some of the rows: [.., in] → [.., count]
    at::Tensor rows(const at::Tensor& x, std::int64_t first, std::int64_t count) const {
        return fusedLinear(x, weight, bias, first, count);
    }
};

} // namespace neural
