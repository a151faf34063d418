// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/add_k.h"

#include "core/base/message.h"
#include "core/ngram/look_up.h"

namespace ngram {

std::optional<double> AddK::fromCounts(std::uint64_t count, std::uint64_t historyCount) const {
    return (static_cast<double>(count) + k_) / (static_cast<double>(historyCount) + k_ * possible_);
}

double AddK::probability(std::span<const text::TokenId> history, text::TokenId next) const {
    if (!canComeNext(counts_->tokenizer().vocabulary(), next))
        return 0;
    const Seen seen = lookUp(*counts_, history, next);
    return *fromCounts(seen.count, seen.historyCount);
}

void AddK::distribution(std::span<const text::TokenId> history, std::span<double> out) const {
    const auto& vocabulary = counts_->tokenizer().vocabulary();
    const double unseen = *fromCounts(0, lookUpHistory(*counts_, history));
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = canComeNext(vocabulary, text::tokenId(i)) ? unseen : 0;
    forEachSeen(*counts_, history,
                [&](text::TokenId next, std::uint64_t count, std::uint64_t historyCount) {
                    out[text::index(next)] = *fromCounts(count, historyCount);
                });
}

lm::Explanation AddK::explain(std::span<const text::TokenId> history, text::TokenId next) const {
    const Seen seen = lookUp(*counts_, history, next);
    lm::Explanation explanation;
    explanation.estimator = "add-k";
    explanation.formula = NG_TEXT("core", "(C(history, next) + k) / (C(history) + k V)");
    explanation.symbols = countSymbols(*counts_, history, next, seen);
    explanation.symbols.push_back({"k", k_});
    explanation.symbols.push_back({"V", possible_});
    explanation.probability = probability(history, next);
    return explanation;
}

} // namespace ngram
