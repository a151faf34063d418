// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/estimator.h"

#include <vector>

namespace ngram {

/// The two counts behind a relative frequency; 0 for what was never seen.
struct Seen {
    std::uint64_t count = 0;        ///< C(history, next)
    std::uint64_t historyCount = 0; ///< C(history)
};

inline std::uint64_t lookUpHistory(const Counts& counts, std::span<const text::TokenId> history) {
    const auto node = counts.find(history);
    return node ? counts.historyCount(*node) : 0;
}

inline Seen lookUp(const Counts& counts, std::span<const text::TokenId> history,
                   text::TokenId next) {
    Seen seen;
    if (const auto node = counts.find(history)) {
        seen.historyCount = counts.historyCount(*node);
        if (const auto child = counts.child(*node, next))
            seen.count = counts.count(*child);
    }
    return seen;
}

/// Calls visit(next, C(history, next), C(history)) for every token that followed the history.
template <class Visit>
void forEachSeen(const Counts& counts, std::span<const text::TokenId> history, Visit visit) {
    const auto node = counts.find(history);
    if (!node)
        return;
    const std::uint64_t historyCount = counts.historyCount(*node);
    const auto& vocabulary = counts.tokenizer().vocabulary();
    const Counts::Range range = counts.children(*node);
    for (std::uint64_t i = range.first; i < range.last; ++i) {
        const Node child{range.level, i};
        // Among the children of the empty history are <s>, and <unk> where the text has none.
        if (canComeNext(vocabulary, counts.token(child)))
            visit(counts.token(child), counts.count(child), historyCount);
    }
}

/// "C(the, cat)" and "C(the)", with the tokens as the vocabulary writes them; C() is the number of
/// all tokens.
std::vector<lm::Symbol> countSymbols(const Counts& counts, std::span<const text::TokenId> history,
                                     text::TokenId next, const Seen& seen);

} // namespace ngram
