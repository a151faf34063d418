// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/layers/parameters.h"
#include "core/neural/specification/transformer_spec.h"

#include <string>
#include <vector>

namespace neural {

/// Ba, Kiros, Hinton 2016, equation 4: g (x − mean) / deviation + b; or Zhang and Sennrich 2019,
/// equation 4: g x / root mean square. Over the last dimension.
class NormLayer {
public:
    NormLayer() = default;
    NormLayer(const Parameters& parameters, const std::string& name, Norm kind, bool hasBias,
              double epsilon = 1e-5);

    static void addShapes(std::vector<TensorShape>& shapes, const std::string& name, Norm kind,
                          bool hasBias, std::int64_t width);

    at::Tensor operator()(const at::Tensor& x) const; ///< [.., d] → [.., d]

private:
    Norm kind_ = Norm::LayerNorm;
    double epsilon_ = 1e-5;
    at::Tensor weight_; ///< g [d]
    at::Tensor bias_;   ///< b [d], or undefined
};

} // namespace neural
