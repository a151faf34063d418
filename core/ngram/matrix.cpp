// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/matrix.h"

#include <algorithm>

namespace ngram {

namespace {

/// Ordinary tokens (and <unk> where the text has it) by falling count; equal counts by id.
std::vector<text::TokenId> mostFrequentTokens(const Counts& counts, std::size_t number) {
    std::vector<text::TokenId> tokens;
    const auto& vocabulary = counts.tokenizer().vocabulary();
    for (std::size_t i = 0; i < vocabulary.size(); ++i) {
        const text::TokenId token = text::tokenId(i);
        if (canComeNext(vocabulary, token) && token != text::Vocabulary::end)
            tokens.push_back(token);
    }
    const auto kept = std::min(number, tokens.size());
    std::partial_sort(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(kept),
                      tokens.end(), [&](text::TokenId a, text::TokenId b) {
                          const auto countA = counts.count({1, text::index(a)});
                          const auto countB = counts.count({1, text::index(b)});
                          return countA != countB ? countA > countB : a < b;
                      });
    tokens.resize(kept);
    return tokens;
}

} // namespace

BigramMatrix bigramMatrix(const NgramModel& model, std::size_t mostFrequent) {
    if (model.order() < 2)
        throw base::InputError(NG_TEXT("core", "A model of order 1 has no bigrams. Train one of "
                                               "order 2 or more to see the matrix."));
    const Counts& counts = model.counts();
    const auto tokens = mostFrequentTokens(counts, mostFrequent);
    BigramMatrix matrix;
    matrix.rows = {text::Vocabulary::begin};
    matrix.rows.insert(matrix.rows.end(), tokens.begin(), tokens.end());
    matrix.columns = {text::Vocabulary::end};
    matrix.columns.insert(matrix.columns.end(), tokens.begin(), tokens.end());

    std::vector<double> distribution(model.tokenizer().vocabulary().size());
    for (const text::TokenId row : matrix.rows) {
        model.estimator().distribution({&row, 1}, distribution);
        for (const text::TokenId column : matrix.columns) {
            const auto node = counts.child({1, text::index(row)}, column);
            matrix.counts.push_back(node ? counts.count(*node) : 0);
            matrix.probabilities.push_back(distribution[text::index(column)]);
        }
    }
    return matrix;
}

} // namespace ngram
