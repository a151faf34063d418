// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/compute/parts.h"
#include "core/neural/layers/parameters.h"

#include <cstdint>
#include <functional>
#include <memory>

namespace neural {

struct UpdateStep {
    std::uint64_t number = 1; ///< from 1 on
    double learningRate = 0;
    double gradientScale = 1;
};

/// Changes a network's numbers by their gradients. All of its state is in a checkpoint, so that a
/// resumed run takes exactly the steps of one that was never interrupted.
class ParameterOptimizer {
public:
    virtual ~ParameterOptimizer() = default;
    /// Changes some numbers: takes their gradients times step.gradientScale, and leaves zeros,
    /// since a pass of its own for either costs as much as the step. What comes out does not depend
    /// on the parts that make up a step.
    virtual void updatePart(Parameters& parameters, const UpdateStep& step, std::int64_t first,
                            std::int64_t count) = 0;
    /// All of them.
    void update(Parameters& parameters, const UpdateStep& step, const InParts& parts = inOnePart);
    virtual void store(std::vector<TensorView>& /*tensors*/) const {}
    virtual void load(const Checkpoint& /*checkpoint*/) {}
};

std::unique_ptr<ParameterOptimizer> makeOptimizer(const TrainingSpec& spec, Parameters& parameters);

/// Called for some numbers, from `first` on.
using ForSome = std::function<void(std::int64_t first, std::int64_t count)>;

/// Of all gradients together. What comes out does not depend on the parts. Before any numbers are
/// looked at, `ready` may put them there, and afterwards `seen` may change them.
double gradientNorm(Parameters& parameters, const InParts& parts = inOnePart,
                    const ForSome& ready = nullptr, const ForSome& seen = nullptr);

/// What gradients of this norm are scaled by so that it is not beyond `most` (Pascanu, Mikolov and
/// Bengio 2013, "On the difficulty of training recurrent neural networks", algorithm 1; 0: never).
double clippingScale(double norm, double most);

} // namespace neural
