// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/smoothed.h"

namespace ngram {

/// Stupid back-off (Brants et al. 2007, "Large language models in machine translation", eq. 5): the
/// relative frequency where the n-gram was seen, else α times (there: 0.4) the score after the
/// shorter history. The scores do not sum to 1: no distribution. A token outside the text scores 0.
class StupidBackoff final : public SmoothedCounts {
public:
    StupidBackoff(const Counts& counts, double alpha) : SmoothedCounts(counts), alpha_(alpha) {}
    double weight(Node history) const override { return history.level == 0 ? 0 : alpha_; }
    bool isDistribution() const override { return false; }
    std::vector<lm::Fact> facts() const override;

protected:
    double own(Node history, Node ngram) const override;
    bool interpolates() const override { return false; }
    std::string name() const override { return "stupid-backoff"; }
    std::string formula(bool seen) const override { return seen ? "C / C(h)" : "α P′"; }
    std::vector<lm::Symbol> symbols(Node history, const std::optional<Node>& ngram) const override;

private:
    double alpha_;
};

} // namespace ngram
