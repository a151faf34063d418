// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lm/language_model.h"
#include "core/neural/checkpoints/checkpoint.h"

#include <cstdint>
#include <vector>

namespace neural {

/// What a trained network says of itself: its specification, its size, how far it was trained.
std::vector<lm::Fact> factsOf(const CheckpointState& state, std::uint64_t vocabularySize);

} // namespace neural
