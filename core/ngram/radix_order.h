// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace ngram {

/// The places 0 … n - 1 ordered by rising key; equal keys keep their order. A radix sort from the
/// lowest digit up: linear, and unlike std::sort it can be stopped (base::Cancelled) at any time.
/// For at most 2^32 - 1 keys.
std::vector<std::uint32_t> orderByKeys(std::span<const std::uint64_t> keys,
                                       const std::stop_token& stop);

} // namespace ngram
