// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/specification/group_spec.h"

namespace cli {

/// What a launcher says in the environment, as torchrun and those like it do: RANK, WORLD_SIZE,
/// MASTER_ADDR and MASTER_PORT. Alone where WORLD_SIZE is not set, or 1. Throws base::InputError
/// where one of them is missing or no number in its range.
neural::GroupSpec launchedGroup();

/// The cores of this machine, shared by the LOCAL_WORLD_SIZE processes on it; 0, all of them, where
/// the launcher does not say how many those are.
unsigned threadsOfLocalGroup();

} // namespace cli
