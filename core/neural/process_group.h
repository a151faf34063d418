// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/group_spec.h"
#include "core/neural/torch_compat.h"

#include <memory>

namespace neural {

/// Processes that take each step together. Every one calls the same operations in the same order,
/// and each waits in them for the others.
class ProcessGroup {
public:
    virtual ~ProcessGroup() = default;
    virtual unsigned rank() const = 0;
    virtual unsigned size() const = 0;
    /// Puts the sum over all processes in place of each one's numbers, in all the same to the bit.
    virtual void sum(at::Tensor& numbers) = 0;

    /// Of a few numbers, in double.
    double sum(double number);
    bool isAlone() const { return size() == 1; }
    bool leads() const { return rank() == 0; }
};

/// Waits until all have come, through LibTorch's own c10d with Gloo. Throws base::TrainingError
/// where they cannot be reached, or this build has no c10d.
std::unique_ptr<ProcessGroup> joinGroup(const GroupSpec& spec);

} // namespace neural
