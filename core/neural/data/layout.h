// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/data/data.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Examples of the objectives whose networks are given something else than a text's tokens in
/// their order. Each sentence of a row is an example of its own, as a network forgets at each <s>.
namespace neural {

/// Appends an example made of `text` from its start on; returns how many of its tokens it holds,
/// which does not depend on `key`, from which all luck is drawn. Sentences that do not fit whole
/// are left to another row, but for the first. `endsSentence`, by token id, may be empty.
std::size_t layOut(const ExampleShape& shape, std::span<const text::TokenId> text,
                   const std::vector<bool>& endsSentence, std::uint64_t key, Batch& batch);

} // namespace neural
