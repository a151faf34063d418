// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/stupid_backoff.h"

#include <fmt/format.h>

namespace ngram {

double StupidBackoff::own(Node history, Node ngram) const {
    return static_cast<double>(counts().count(ngram)) /
           static_cast<double>(counts().historyCount(history));
}

std::vector<lm::Fact> StupidBackoff::facts() const {
    return {{{NG_TEXT("core", "No distribution: the scores do not sum to 1. α")},
             fmt::format("{}", alpha_)}};
}

std::vector<lm::Symbol> StupidBackoff::symbols(Node history,
                                               const std::optional<Node>& ngram) const {
    if (!ngram)
        return {{"α", weight(history)}};
    return {{"C", static_cast<double>(counts().count(*ngram))},
            {"C(h)", static_cast<double>(counts().historyCount(history))}};
}

} // namespace ngram
