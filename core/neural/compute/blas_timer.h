// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/compute/blas_seconds.h"

#include <filesystem>
#include <optional>

namespace neural {

/// Times a build of the BLAS by `program` (ngramophone-blas-timing) in a process of its own, which
/// ends itself after `limit` seconds. Nothing where the build cannot be opened, has no products in
/// single precision, crashes or takes too long, or where there is no such program.
std::optional<BlasSeconds> timeBlas(const std::filesystem::path& program,
                                    const std::filesystem::path& library, unsigned limit);

} // namespace neural
