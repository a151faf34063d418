// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/data/random_key.h"

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace neural {

/// Numbers drawn one after another from a key alone.
class Luck {
public:
    explicit Luck(std::uint64_t key) : key_(key) {}

    std::uint64_t next() { return mix(key_ + drawn_++); }
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
    /// In [0, 1).
    double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
    /// Knuth's product of uniform numbers, which suits a small mean.
    std::size_t poisson(double mean) {
        const double least = std::exp(-mean);
        std::size_t count = 0;
        for (double product = uniform(); product > least; product *= uniform())
            ++count;
        return count;
    }

private:
    std::uint64_t key_;
    std::uint64_t drawn_ = 0;
};

} // namespace neural
