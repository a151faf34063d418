// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/kneser_ney.h"

namespace ngram {

std::vector<Discounts> modifiedKneserNeyDiscounts(const Counts& counts,
                                                  const DiscountTable& byHand) {
    std::vector<Discounts> discounts;
    for (unsigned level = 1; level <= counts.order(); ++level) {
        if (const auto set = discountsByHand(byHand, level); !set.empty()) {
            discounts.push_back({{set[0], set[1], set[2]}, ParameterSource::Hand});
            continue;
        }
        std::array<double, 5> n{};
        for (std::size_t r = 1; r < n.size(); ++r)
            n[r] = static_cast<double>(counts.adjustedCountsOfCounts(level)[r]);
        Discounts found{{0.5, 1, 1.5}, ParameterSource::FallBack};
        if (n[1] > 0 && n[2] > 0 && n[3] > 0 && n[4] > 0) {
            const double y = n[1] / (n[1] + 2 * n[2]);
            std::array<double, 3> values{};
            bool sound = true;
            for (std::size_t i = 0; i < values.size(); ++i) {
                const auto r = static_cast<double>(i + 1);
                values[i] = r - (r + 1) * y * n[i + 2] / n[i + 1];
                sound = sound && values[i] >= 0 && values[i] <= r;
            }
            if (sound)
                found = {values, ParameterSource::Counts};
        }
        discounts.push_back(found);
    }
    return discounts;
}

} // namespace ngram
