// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/estimator.h"

namespace ngram {

/// Relative frequency: P(w | h) = C(h, w) / C(h), the probabilities that make the counted text most
/// likely (Manning and Schütze 1999, "Foundations of Statistical Natural Language Processing",
/// section 6.2.1). What was never seen gets 0; after a history never seen there is no distribution.
class MaximumLikelihood final : public Estimator {
public:
    explicit MaximumLikelihood(const Counts& counts) : counts_(&counts) {}

    double probability(std::span<const text::TokenId> history, text::TokenId next) const override;
    void distribution(std::span<const text::TokenId> history, std::span<double> out) const override;
    std::optional<double> fromCounts(std::uint64_t count,
                                     std::uint64_t historyCount) const override;
    lm::Explanation explain(std::span<const text::TokenId> history,
                            text::TokenId next) const override;

private:
    const Counts* counts_;
};

} // namespace ngram
