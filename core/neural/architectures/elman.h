// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/recurrent.h"

#include <utility>

namespace neural {

/// Elman 1990, "Finding structure in time", Cognitive Science 14:179-211, figure 2: the hidden
/// units see their own values of the place before. As a language model: Mikolov et al. 2010. The
/// hidden units are tanh here, where Elman's were logistic: their mean is 0, so that they learn
/// faster.
class Elman final : public Cell {
public:
    /// W [h, in], U [h, h], b [h]
    Elman(at::Tensor w, at::Tensor u, at::Tensor b)
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
