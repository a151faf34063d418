// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/compute/torch_compat.h"

namespace neural {

/// What training gives a pass, and takes from it.
struct TrainingPass {
    at::Generator masks;  ///< dropout draws from it: the process-wide one serves other threads too
    at::Tensor extraLoss; ///< what the network wants added to the loss; undefined for nothing
};

} // namespace neural
