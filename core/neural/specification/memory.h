// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/specification/specification.h"

#include <cstdint>

namespace neural {

/// Bytes that training takes at most, the text left out.
std::uint64_t trainingMemory(const RunSpec& spec, std::uint64_t vocabularySize);

/// Throws base::TrainingError where the machine has not that much left. Linux hands out memory that
/// it does not have and ends the process when it is used: asking first is all that one can do.
void requireMemory(const RunSpec& spec, std::uint64_t vocabularySize);

} // namespace neural
