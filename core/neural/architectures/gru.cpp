// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/gru.h"

#include "core/neural/operators/fused.h"

namespace neural {

at::Tensor Gru::project(const at::Tensor& x) const {
    return fusedLinear(x, w_, b_); // W x + b  [B, T, 3 h]
}

void Gru::step(const at::Tensor& wx, at::Tensor* state) const {
    at::Tensor& h = state[0]; // [B, h]
    const std::int64_t width = h.size(1);
    const at::Tensor gates =
        at::sigmoid(wx.narrow(1, 0, 2 * width) + fusedLinear(h, u_, {}, 0, 2 * width)); // [B, 2 h]
    const at::Tensor r = gates.narrow(1, 0, width);     // what of h' is seen  [B, h]
    const at::Tensor z = gates.narrow(1, width, width); // what of h' is kept  [B, h]
    const at::Tensor n = at::tanh(wx.narrow(1, 2 * width, width) +
                                  fusedLinear(r * h, u_, {}, 2 * width, width)); // [B, h]
    h = z * h + (1 - z) * n;                                                     // [B, h]
}

} // namespace neural
