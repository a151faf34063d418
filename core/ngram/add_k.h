// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/estimator.h"

namespace ngram {

/// Lidstone's law: P(w | h) = (C(h, w) + k) / (C(h) + k V), with V the entries that can come next;
/// k = 1 is Laplace's law (Manning and Schütze 1999, "Foundations of Statistical Natural Language
/// Processing", section 6.2.2). After a history never seen, every entry has 1 / V.
class AddK final : public Estimator {
public:
    AddK(const Counts& counts, double k)
        : counts_(&counts),
          k_(k),
          possible_(static_cast<double>(possibleNext(counts.tokenizer().vocabulary()))) {}

    double probability(std::span<const text::TokenId> history, text::TokenId next) const override;
    void distribution(std::span<const text::TokenId> history, std::span<double> out) const override;
    std::optional<double> fromCounts(std::uint64_t count,
                                     std::uint64_t historyCount) const override;
    lm::Explanation explain(std::span<const text::TokenId> history,
                            text::TokenId next) const override;

private:
    const Counts* counts_;
    double k_;
    double possible_; ///< V
};

} // namespace ngram
