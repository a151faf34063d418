// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/compute/torch_compat.h"
#include "core/neural/specification/group_spec.h"

#include <functional>
#include <memory>
#include <stop_token>

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

/// Hears how many processes have come so far, this one among them, whenever that changes; 0 where
/// the place to meet does not answer yet.
using JoinListener = std::function<void(unsigned joined)>;

/// Waits until all have come, through LibTorch's own c10d with Gloo. Throws base::TrainingError
/// where one does not come within the group's patience, or this build has no c10d, and
/// base::Cancelled where a stop is requested meanwhile, within about a second.
std::unique_ptr<ProcessGroup> joinGroup(const GroupSpec& spec, const JoinListener& onJoined,
                                        const std::stop_token& stop);

} // namespace neural
