// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/smoothed.h"

namespace ngram {

/// Witten-Bell's interpolation: the chance of something new after a history is judged by how many
/// different tokens were new there, T(h) = N1+(h •):
///   P(w | h) = (C(h, w) + T(h) P(w | h')) / (C(h) + T(h))
/// (Witten and Bell 1991, "The zero-frequency problem", method C; Chen and Goodman 1999, eq. 16.)
class WittenBell final : public SmoothedCounts {
public:
    using SmoothedCounts::SmoothedCounts;
    double weight(Node history) const override;

protected:
    double own(Node history, Node ngram) const override;
    std::string name() const override { return "witten-bell"; }
    std::string formula(bool seen) const override;
    std::vector<lm::Symbol> symbols(Node history, const std::optional<Node>& ngram) const override;
};

} // namespace ngram
