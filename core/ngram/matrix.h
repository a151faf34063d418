// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/ngram_model.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ngram {

/// C(row, column) and P(column | row) for the most frequent tokens: what the heatmap shows.
/// Row-major, size() × size().
struct BigramMatrix {
    std::vector<text::TokenId> rows;    ///< histories: <s> and the most frequent tokens
    std::vector<text::TokenId> columns; ///< next tokens: </s> and the most frequent tokens
    std::vector<std::uint64_t> counts;
    std::vector<double> probabilities; ///< by the model's estimator applied to bigrams
};

/// Throws base::InputError for a model of order 1, which has no bigrams.
BigramMatrix bigramMatrix(const NgramModel& model, std::size_t mostFrequent);

} // namespace ngram
