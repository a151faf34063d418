// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/lstm.h"

#include "core/neural/operators/fused.h"

namespace neural {

at::Tensor Lstm::project(const at::Tensor& x) const {
    return fusedLinear(x, w_, b_); // W x + b  [B, T, 4 h]
}

void Lstm::step(const at::Tensor& wx, at::Tensor* state) const {
    at::Tensor& h = state[0];                         // what the cells show       [B, h]
    at::Tensor& c = state[1];                         // what they keep            [B, h]
    const at::Tensor a = wx + fusedLinear(h, u_, {}); // W x + U h' + b            [B, 4 h]
    const std::vector<at::Tensor> gate = a.chunk(4, 1);
    const at::Tensor i = at::sigmoid(gate[0]); // how much comes in         [B, h]
    const at::Tensor f = at::sigmoid(gate[1]); // how much stays            [B, h]
    const at::Tensor g = at::tanh(gate[2]);    // what could come in        [B, h]
    const at::Tensor o = at::sigmoid(gate[3]); // how much is shown         [B, h]
    c = f * c + i * g;                         //                           [B, h]
    h = o * at::tanh(c);                       //                           [B, h]
}

void Lstm::openForgetGates(const at::Tensor& b) {
    const std::int64_t h = b.size(0) / 4;
    at::Tensor forget = b.narrow(0, h, h);
    forget.fill_(1);
}

} // namespace neural
