// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/network.h"
#include "core/neural/parts.h"

#include <memory>

namespace neural {

/// Changes a network's numbers by their gradients. All of its state is in a checkpoint, so that a
/// resumed run takes exactly the steps of one that was never interrupted.
class ParameterOptimizer {
public:
    virtual ~ParameterOptimizer() = default;
    /// `step` counts from 1. What comes out does not depend on the parts.
    virtual void update(Parameters& parameters, std::uint64_t step, double learningRate,
                        const InParts& parts = inOnePart) = 0;
    virtual void store(std::vector<TensorView>& /*tensors*/) const {}
    virtual void load(const Checkpoint& /*checkpoint*/) {}
};

std::unique_ptr<ParameterOptimizer> makeOptimizer(const TrainingSpec& spec, Parameters& parameters);

/// Scales the gradients where their norm, over all of them, is beyond `most` (Pascanu, Mikolov and
/// Bengio 2013, "On the difficulty of training recurrent neural networks", algorithm 1; 0: never).
/// Returns the norm before. What comes out does not depend on the parts.
double clipGradients(Parameters& parameters, double most, const InParts& parts = inOnePart);

} // namespace neural
