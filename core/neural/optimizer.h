// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/network.h"

#include <memory>

namespace neural {

/// Changes a network's numbers by their gradients. All of its state is in a checkpoint, so that a
/// resumed run takes exactly the steps of one that was never interrupted.
class ParameterOptimizer {
public:
    virtual ~ParameterOptimizer() = default;
    /// `step` counts from 1.
    virtual void update(Parameters& parameters, std::uint64_t step) = 0;
    virtual void store(std::vector<TensorView>& /*tensors*/) const {}
    virtual void load(const Checkpoint& /*checkpoint*/) {}
};

std::unique_ptr<ParameterOptimizer> makeOptimizer(const TrainingSpec& spec,
                                                  std::int64_t parameterCount);

} // namespace neural
