// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one place where LibTorch's headers come in, and where 1.13 and 2.x are told apart. The
// tensor library alone: torch/torch.h would triple the time and memory that a file takes.
#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <c10/util/Exception.h>

namespace neural {

inline at::TensorOptions floats() {
    return at::TensorOptions().dtype(at::kFloat);
}
inline at::TensorOptions integers() {
    return at::TensorOptions().dtype(at::kLong);
}

} // namespace neural
