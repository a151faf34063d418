// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/maximum_likelihood.h"

#include "core/base/message.h"
#include "core/ngram/look_up.h"

#include <algorithm>

namespace ngram {

std::optional<double> MaximumLikelihood::fromCounts(std::uint64_t count,
                                                    std::uint64_t historyCount) const {
    if (historyCount == 0)
        return 0.0;
    return static_cast<double>(count) / static_cast<double>(historyCount);
}

double MaximumLikelihood::probability(std::span<const text::TokenId> history,
                                      text::TokenId next) const {
    if (!canComeNext(counts_->tokenizer().vocabulary(), next))
        return 0;
    const Seen seen = lookUp(*counts_, history, next);
    return *fromCounts(seen.count, seen.historyCount);
}

void MaximumLikelihood::distribution(std::span<const text::TokenId> history,
                                     std::span<double> out) const {
    std::fill(out.begin(), out.end(), 0.0);
    forEachSeen(*counts_, history,
                [&](text::TokenId next, std::uint64_t count, std::uint64_t historyCount) {
                    out[text::index(next)] = *fromCounts(count, historyCount);
                });
}

lm::Explanation MaximumLikelihood::explain(std::span<const text::TokenId> history,
                                           text::TokenId next) const {
    const Seen seen = lookUp(*counts_, history, next);
    lm::Explanation explanation;
    explanation.estimator = "mle";
    explanation.formula = NG_TEXT("core", "C(history, next) / C(history)");
    explanation.symbols = countSymbols(*counts_, history, next, seen);
    explanation.probability = probability(history, next);
    return explanation;
}

} // namespace ngram
