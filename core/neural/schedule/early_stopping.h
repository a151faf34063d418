// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

namespace neural {

/// What early stopping remembers from validation to validation (Prechelt 1998, "Early stopping –
/// but when?", the criterion of successive validations without improvement).
struct Patience {
    std::optional<double> least; ///< the last loss that was an improvement
    std::uint64_t waited = 0;    ///< validations since

    void hear(double loss, double minImprovement) {
        if (least && loss >= *least - minImprovement) {
            ++waited;
            return;
        }
        least = loss;
        waited = 0;
    }
};

} // namespace neural
