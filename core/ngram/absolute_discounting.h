// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/smoothed.h"

namespace ngram {

/// Absolute discounting (Ney, Essen and Kneser 1994; Chen and Goodman 1999, section 2.6): the same
/// D, between 0 and 1, is taken from each count and goes to the lower order:
///   P(w | h) = (C(h, w) - D) / C(h) + D N1+(h •) / C(h) P(w | h')
/// with D = n1 / (n1 + 2 n2) for each order. Where a text has no n-gram seen once, or none seen
/// twice, D is 1/2.
class AbsoluteDiscounting final : public SmoothedCounts {
public:
    /// `byHand` as EstimatorSpec::discounts.
    explicit AbsoluteDiscounting(const Counts& counts, const DiscountTable& byHand = {});
    double weight(Node history) const override;
    ParameterSource source(unsigned level) const override { return discounts_[level - 1].source; }
    std::vector<lm::Fact> facts() const override;

protected:
    double own(Node history, Node ngram) const override;
    std::string name() const override { return "absolute"; }
    std::string formula(bool seen) const override;
    std::vector<lm::Symbol> symbols(Node history, const std::optional<Node>& ngram) const override;

private:
    struct Discount {
        double value = 0.5;
        ParameterSource source = ParameterSource::FallBack;
    };
    std::vector<Discount> discounts_; ///< [k]: of the n-grams k + 1 long
};

} // namespace ngram
