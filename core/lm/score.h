// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/corpus/document.h"
#include "core/lm/language_model.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace lm {

/// One scored token of a text.
struct TokenScore {
    std::string token;     ///< as it stands in the text; "</s>" at a sentence's end
    std::size_t begin = 0; ///< bytes [begin, end) of the text; equal for </s>
    std::size_t end = 0;
    text::TokenId id{}; ///< <unk> for a token outside the vocabulary
    bool known = true;
    double logProbability = 0; ///< nats; minus infinity where the model gives nothing
};

/// The sum over a text. Sentences end with </s>, which is scored; <s> is not.
struct ScoreSummary {
    std::uint64_t tokens = 0;  ///< scored, </s> included
    std::uint64_t oov = 0;     ///< of them outside the vocabulary
    std::uint64_t bytes = 0;   ///< of the text in UTF-8, line ends included
    double logProbability = 0; ///< nats, all tokens
    double logProbabilityExcludingOov = 0;

    /// Takes one more token in.
    void add(bool known, double tokenLogProbability);
    /// Adds another text's sums.
    void add(const ScoreSummary& other);
    double perplexity() const;             ///< exp(-logProbability / tokens); may be infinite
    double perplexityExcludingOov() const; ///< over the other tokens
    double bitsPerByte() const;
    // Each is no number (NaN) where there is nothing to divide by.
};

struct Score {
    std::vector<TokenScore> tokens;
    ScoreSummary summary;
};

/// Scores a text that fits in memory, token by token. A trailing line end ends the last sentence
/// and does not begin another.
Score scoreText(const LanguageModel& model, std::string_view text);

/// Scores a document as a stream.
ScoreSummary scoreDocument(const LanguageModel& model, const corpus::Document& document,
                           base::Progress& progress, const std::stop_token& stop);

} // namespace lm
