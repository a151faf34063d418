// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/layers/linear.h"

namespace neural {

Linear::Linear(const Parameters& parameters, const std::string& name, bool hasBias)
    : weight(parameters[name + ".weight"]) {
    if (hasBias)
        bias = parameters[name + ".bias"];
}

void Linear::addShapes(std::vector<TensorShape>& shapes, const std::string& name, std::int64_t out,
                       std::int64_t in, bool hasBias) {
    shapes.push_back({name + ".weight", {out, in}});
    if (hasBias)
        shapes.push_back({name + ".bias", {out}});
}

} // namespace neural
