// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/layers/dropout.h"

namespace neural {

at::Tensor dropout(const at::Tensor& x, double share, TrainingPass* training) {
    if (!training || share <= 0)
        return x;
    const double kept = 1 - share;
    const at::Tensor mask =
        at::empty(x.sizes(), floats()).bernoulli_(kept, training->masks).div_(kept);
    return x * mask;
}

AttentionDropout attentionDropout(double share, TrainingPass* training) {
    if (!training || share <= 0)
        return {};
    const at::Tensor key = at::empty({1}, integers()).random_(training->masks);
    return {share, static_cast<std::uint64_t>(key.item<std::int64_t>())};
}

} // namespace neural
