// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/smoothed.h"

#include <array>

namespace ngram {

/// What is taken from an adjusted count of 1, of 2, and of 3 or more, for n-grams of one length.
struct Discounts {
    std::array<double, 3> values{};
    ParameterSource source = ParameterSource::FallBack;
};

/// Interpolated Kneser-Ney (Kneser and Ney 1995; Chen and Goodman 1999, section 3): absolute
/// discounting in which the lower orders count in how many places an n-gram stands, not how often.
/// With c the adjusted count (Counts::adjustedCount), D(c) its discount, N1, N2, N3+ the number of
/// tokens that followed h with adjusted counts 1, 2, and 3 or more:
///   P(w | h) = (c(h, w) - D(c)) / Σ c(h, •) + γ(h) P(w | h')
///   γ(h) = (D1 N1(h •) + D2 N2(h •) + D3+ N3+(h •)) / Σ c(h, •)
/// The same as KenLM's lmplz computes it (Heafield et al. 2013).
class KneserNey final : public SmoothedCounts {
public:
    /// One entry of discounts for each order, the unigrams' first.
    KneserNey(const Counts& counts, std::string name, std::vector<Discounts> discounts)
        : SmoothedCounts(counts), name_(std::move(name)), discounts_(std::move(discounts)) {}
    double weight(Node history) const override;
    double combine(Node history, const std::optional<Node>& ngram, double lower) const override;
    std::unique_ptr<lm::BulkScorer> openBulkScorer(std::size_t historyLength,
                                                   std::size_t tokens) const override;
    ParameterSource source(unsigned level) const override { return discounts_[level - 1].source; }
    std::vector<lm::Fact> facts() const override;

protected:
    double own(Node history, Node ngram) const override;
    std::string name() const override { return name_; }
    std::string formula(bool seen) const override;
    std::vector<lm::Symbol> symbols(Node history, const std::optional<Node>& ngram) const override;

private:
    double discount(unsigned level, std::uint64_t count) const;

    std::string name_;
    std::vector<Discounts> discounts_;
};

/// One D for all counts: n1 / (n1 + 2 n2), or 1/2 where a text has no n-gram of adjusted count 1,
/// or none of 2. Here and below, `byHand` as EstimatorSpec::discounts comes before that.
std::vector<Discounts> kneserNeyDiscounts(const Counts& counts, const DiscountTable& byHand = {});

/// Modified Kneser-Ney's three (Chen and Goodman 1999, eq. 26): with Y = n1 / (n1 + 2 n2),
/// D1 = 1 - 2 Y n2/n1, D2 = 2 - 3 Y n3/n2, D3+ = 3 - 4 Y n4/n3. Where one of n1 to n4 is 0, or a
/// discount would be below 0 or above its count, they are 0.5, 1 and 1.5, as lmplz has it with
/// --discount_fallback.
std::vector<Discounts> modifiedKneserNeyDiscounts(const Counts& counts,
                                                  const DiscountTable& byHand = {});

} // namespace ngram
