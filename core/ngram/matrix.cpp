// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/matrix.h"

#include <algorithm>

namespace ngram {

namespace {

/// Ordinary tokens (and <unk> where the text has it) by falling count, or by falling probability
/// where there are no counts; equal ones by id.
std::vector<text::TokenId> mostFrequentTokens(const NgramModel& model, std::size_t number) {
    std::vector<text::TokenId> tokens;
    const auto& vocabulary = model.tokenizer().vocabulary();
    std::vector<double> weights(vocabulary.size());
    if (model.hasCounts())
        for (std::size_t i = 0; i < weights.size(); ++i)
            weights[i] = static_cast<double>(model.count({1, i}));
    else
        model.estimator().distribution({}, weights);
    for (std::size_t i = 0; i < vocabulary.size(); ++i) {
        const text::TokenId token = text::tokenId(i);
        if (canComeNext(vocabulary, token) && token != text::Vocabulary::end)
            tokens.push_back(token);
    }
    const auto kept = std::min(number, tokens.size());
    std::partial_sort(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(kept),
                      tokens.end(), [&](text::TokenId a, text::TokenId b) {
                          const double first = weights[text::index(a)];
                          const double second = weights[text::index(b)];
                          return first != second ? first > second : a < b;
                      });
    tokens.resize(kept);
    return tokens;
}

} // namespace

BigramMatrix bigramMatrix(const NgramModel& model, std::size_t mostFrequent) {
    if (model.order() < 2)
        throw base::InputError(NG_TEXT("core", "A model of order 1 has no bigrams. Train one of "
                                               "order 2 or more to see the matrix."));
    const auto tokens = mostFrequentTokens(model, mostFrequent);
    BigramMatrix matrix;
    matrix.rows = {text::Vocabulary::begin};
    matrix.rows.insert(matrix.rows.end(), tokens.begin(), tokens.end());
    matrix.columns = {text::Vocabulary::end};
    matrix.columns.insert(matrix.columns.end(), tokens.begin(), tokens.end());

    std::vector<double> distribution(model.tokenizer().vocabulary().size());
    for (const text::TokenId row : matrix.rows) {
        model.estimator().distribution({&row, 1}, distribution);
        for (const text::TokenId column : matrix.columns) {
            const auto node = model.trie().child({1, text::index(row)}, column);
            matrix.counts.push_back(node ? model.count(*node) : 0);
            matrix.probabilities.push_back(distribution[text::index(column)]);
        }
    }
    return matrix;
}

} // namespace ngram
