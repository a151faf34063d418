// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/compute/torch_compat.h"

namespace neural {

/// `before` [B, G, S, w], undefined for nothing, and behind it `more` [B, G, T, w] → [B, G, S + T,
/// w]: at::cat along dimension 2, but where no gradient is recorded there is room left behind the
/// last place, so that adding to a result of this costs what is added. `before` stays as it is,
/// and can be gone on from again, on any thread: the first takes the room, others a copy.
at::Tensor appended(const at::Tensor& before, const at::Tensor& more);

} // namespace neural
