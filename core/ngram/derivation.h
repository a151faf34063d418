// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/ngram_model.h"

#include <optional>
#include <string>
#include <vector>

namespace ngram {

/// Where a number in an explanation comes from that is not itself a count: the formula that gives
/// it, or why there is none.
struct Derivation {
    std::string formula;             ///< "n1 / (n1 + 2 n2)"; empty: `words` alone
    std::vector<lm::Symbol> symbols; ///< the formula's, each perhaps with a derivation of its own
    base::Message words;             ///< said besides, or instead
    bool standsBeside =
        false; ///< the symbols are the level's own: nothing to be said of them again
};

/// How a symbol of one level of the model's explanation came about, or of a derivation at that
/// level; nothing where it is read from the text, or is explained by its name.
std::optional<Derivation> derive(const NgramModel& model, const lm::ExplanationLevel& level,
                                 const std::string& symbol);

} // namespace ngram
