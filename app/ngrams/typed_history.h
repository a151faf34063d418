// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/ngram_model.h"

#include <string>
#include <vector>

namespace ngrams {

/// A history as a person types it, in the model's tokens.
struct TypedHistory {
    std::vector<text::TokenId> used;  ///< the last ones, as far as the model looks
    std::size_t typed = 0;            ///< tokens that were typed, <s> not counted
    std::vector<std::string> unknown; ///< of `used`: what the vocabulary does not have
};

/// "<s>" in front stands for the beginning of a sentence.
TypedHistory parseHistory(const ngram::NgramModel& model, const std::string& typed);

/// A history that was followed often: what stands most often in the text, and what most often
/// follows it, as far as the model looks. Empty for a model of order 1 or without counts.
std::vector<text::TokenId> frequentHistory(const ngram::Counts& counts);

} // namespace ngrams
