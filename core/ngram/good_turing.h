// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/scratch_memory.h"
#include "core/ngram/smoothed.h"

#include <array>

namespace ngram {

/// Good-Turing's discounts with Katz's back-off (Katz 1987; Chen and Goodman 1999, section 2.4).
/// A count r up to k = 5 is multiplied by
///   d_r = (r* / r - A) / (1 - A),  r* = (r + 1) n_{r+1} / n_r,  A = (k + 1) n_{k+1} / n_1
/// and what that frees goes to the tokens not seen after the history, in proportion to their
/// probability after the shorter one:
///   P(w | h) = d_r C(h, w) / C(h) where seen, else α(h) P(w | h')
/// Where an n_r is 0 or d_r is not between 0 and 1, d_r is (r - 1/2) / r. The unigrams are
/// interpolated with the uniform distribution instead. Where a history was followed by nearly every
/// token, so that there is nobody to give to, what was freed is given back in proportion.
class GoodTuring final : public SmoothedCounts {
public:
    explicit GoodTuring(const Counts& counts);
    double weight(Node history) const override;
    std::vector<lm::Fact> facts() const override;

    static constexpr std::size_t largestDiscounted = 5; ///< k

protected:
    double own(Node history, Node ngram) const override;
    bool interpolates() const override { return false; }
    std::string name() const override { return "good-turing"; }
    std::string formula(bool seen) const override;
    std::vector<lm::Symbol> symbols(Node history, const std::optional<Node>& ngram) const override;

private:
    struct Discount {
        std::array<double, largestDiscounted + 1> values{}; ///< by count
        bool estimated = true;
    };
    /// What the tokens seen after a history keep, and what is given to the others.
    struct Share {
        double left = 0;   ///< mass that was freed
        double unseen = 0; ///< lower order's mass of the tokens not seen
    };
    double discounted(Node history, Node ngram) const;
    Share share(Node history) const;
    /// α; or, where nobody is there to give to, minus what the seen tokens are divided by.
    double kept(Node history) const;

    std::vector<Discount> discounts_; ///< [k]: of the n-grams k + 1 long
    double rootLeft_ = 0;
    /// kept() by level and history, computed when first asked for: it takes the lower order's
    /// probability of every token that followed. What is never asked for stays zeroed memory that
    /// the system has not given yet.
    std::vector<base::ScratchMemory> kept_;
};

} // namespace ngram
