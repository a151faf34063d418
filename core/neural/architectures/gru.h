// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/recurrent.h"

#include <utility>

namespace neural {

/// Cho et al. 2014, "Learning phrase representations using RNN encoder-decoder for statistical
/// machine translation", EMNLP, section 2.3, equations 5 to 8, with biases. The reset gate acts
/// before the product with U, as there; z keeps the old state.
class Gru final : public Cell {
public:
    /// W [3 h, in], U [3 h, h], b [3 h]: reset gate, update gate, candidate
    Gru(at::Tensor w, at::Tensor u, at::Tensor b)
        : w_(std::move(w)), u_(std::move(u)), b_(std::move(b)) {}

    std::size_t stateSize() const override { return 1; }
    at::Tensor project(const at::Tensor& x) const override;
    void step(const at::Tensor& wx, at::Tensor* state) const override;

private:
    at::Tensor w_;
    at::Tensor u_;
    at::Tensor b_;
};

} // namespace neural
