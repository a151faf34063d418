// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/recurrent.h"

#include <utility>

namespace neural {

/// Hochreiter and Schmidhuber 1997, "Long short-term memory", Neural Computation 9:1735-1780, with
/// the forget gate of Gers, Schmidhuber and Cummins 2000, "Learning to forget", section 3, and
/// without peepholes.
class Lstm final : public Cell {
public:
    /// W [4 h, in], U [4 h, h], b [4 h]: input gate, forget gate, candidate, output gate
    Lstm(at::Tensor w, at::Tensor u, at::Tensor b)
        : w_(std::move(w)), u_(std::move(u)), b_(std::move(b)) {}

    std::size_t stateSize() const override { return 2; }
    at::Tensor project(const at::Tensor& x) const override;
    void step(const at::Tensor& wx, at::Tensor* state) const override;

    /// Begins by remembering (Gers et al. 2000, section 4.1): the forget gates' bias is 1.
    static void openForgetGates(const at::Tensor& b);

private:
    at::Tensor w_;
    at::Tensor u_;
    at::Tensor b_;
};

} // namespace neural
