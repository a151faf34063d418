// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ngrams/distribution.h"

#include "app/window/text.h"

#include <algorithm>

namespace ngrams {

Distribution distributionAfter(const OpenTable& open, std::span<const text::TokenId> history) {
    std::vector<double> probabilities(open.model->tokenizer().vocabulary().size());
    open.model->estimator().distribution(history, probabilities);

    Distribution result;
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
        result.sum += probabilities[i];
        if (probabilities[i] > 0)
            result.tokens.push_back(text::tokenId(i));
    }
    // Ties by the vocabulary's order: the more frequent token first.
    std::stable_sort(result.tokens.begin(), result.tokens.end(),
                     [&](text::TokenId one, text::TokenId other) {
                         return probabilities[text::index(one)] > probabilities[text::index(other)];
                     });
    result.bars.reserve(result.tokens.size());
    for (const text::TokenId token : result.tokens) {
        const double probability = probabilities[text::index(token)];
        result.bars.push_back({window::toQString(open.table.tokenText(token)), probability,
                               window::formatProbability(probability)});
    }
    return result;
}

} // namespace ngrams
