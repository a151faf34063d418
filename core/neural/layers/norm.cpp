// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/layers/norm.h"

#include "core/neural/operators/fused.h"

namespace neural {

NormLayer::NormLayer(const Parameters& parameters, const std::string& name, Norm kind, bool hasBias,
                     double epsilon)
    : kind_(kind), epsilon_(epsilon), weight_(parameters[name + ".weight"]) {
    if (kind == Norm::LayerNorm && hasBias)
        bias_ = parameters[name + ".bias"];
}

void NormLayer::addShapes(std::vector<TensorShape>& shapes, const std::string& name, Norm kind,
                          bool hasBias, std::int64_t width) {
    shapes.push_back({name + ".weight", {width}});
    if (kind == Norm::LayerNorm && hasBias)
        shapes.push_back({name + ".bias", {width}});
}

at::Tensor NormLayer::operator()(const at::Tensor& x) const {
    return fusedNorm(x, weight_, bias_, kind_ == Norm::LayerNorm, epsilon_);
}

} // namespace neural
