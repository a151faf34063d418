// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/elman.h"

#include "core/neural/operators/fused.h"

namespace neural {

at::Tensor Elman::project(const at::Tensor& x) const {
    return fusedLinear(x, w_, b_); // W x + b  [B, T, h]
}

void Elman::step(const at::Tensor& wx, at::Tensor* state) const {
    at::Tensor& h = state[0];                  // [B, h]
    h = at::tanh(wx + fusedLinear(h, u_, {})); // tanh(W x + U h' + b)  [B, h]
}

} // namespace neural
