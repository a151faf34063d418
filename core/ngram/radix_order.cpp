// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/radix_order.h"

#include "core/base/progress.h"

#include <array>
#include <numeric>

namespace ngram {

namespace {

constexpr unsigned digitBits = 11; // 2,048 counters of 8 bytes stay in the first-level cache
constexpr std::size_t radix = std::size_t{1} << digitBits;
constexpr unsigned digits = (64 + digitBits - 1) / digitBits;

std::size_t digit(std::uint64_t key, unsigned place) {
    return static_cast<std::size_t>(key >> (place * digitBits)) & (radix - 1);
}

void lookForStop(std::size_t i, const std::stop_token& stop) {
    if (i % 65536 == 0)
        base::throwIfStopped(stop);
}

} // namespace

std::vector<std::uint32_t> orderByKeys(std::span<const std::uint64_t> keys,
                                       const std::stop_token& stop) {
    std::vector<std::uint32_t> order(keys.size());
    std::iota(order.begin(), order.end(), 0U);

    std::vector<std::array<std::uint64_t, radix>> histograms(digits);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        lookForStop(i, stop);
        for (unsigned place = 0; place < digits; ++place)
            ++histograms[place][digit(keys[i], place)];
    }

    std::vector<std::uint32_t> next(keys.size());
    for (unsigned place = 0; place < digits && !keys.empty(); ++place) {
        auto& starts = histograms[place];
        if (starts[digit(keys[0], place)] == keys.size())
            continue; // all keys share this digit
        std::exclusive_scan(starts.begin(), starts.end(), starts.begin(), std::uint64_t{0});
        for (std::size_t i = 0; i < order.size(); ++i) {
            lookForStop(i, stop);
            next[starts[digit(keys[order[i]], place)]++] = order[i];
        }
        order.swap(next);
    }
    return order;
}

} // namespace ngram
