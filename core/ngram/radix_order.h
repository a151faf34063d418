// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>

namespace ngram {

/// Writes the places 0 … n - 1 into `order`, by rising key; equal keys keep their order. On all of
/// the machine's threads, in time linear in the number of keys, and with little memory beside the
/// two arrays: each place goes straight to where the upper half of its key belongs, and what shares
/// an upper half is sorted by the lower one. Where very many share one (small counts), they go
/// straight to the place that the whole key gives. Obeys `stop` by throwing base::Cancelled.
void orderByKeys(std::span<const std::uint32_t> keys, std::span<std::uint32_t> order,
                 const std::stop_token& stop);

} // namespace ngram
