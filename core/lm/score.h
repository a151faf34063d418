// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/corpus/document.h"
#include "core/lm/language_model.h"

#include <cstdint>
#include <span>
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

/// A token that a model gives nothing after what stood before it, as far as the model looks.
struct Impossible {
    std::vector<std::string> history; ///< <s> where it begins a sentence
    std::string token;                ///< "<unk>" for one outside the vocabulary of a long text
    bool known = true;                ///< in the vocabulary
};

/// The sum over a text. Sentences end with </s>, which is scored; <s> is not.
struct ScoreSummary {
    std::uint64_t tokens = 0;  ///< scored, </s> included
    std::uint64_t oov = 0;     ///< of them outside the vocabulary
    std::uint64_t bytes = 0;   ///< of the text in UTF-8, line ends included
    double logProbability = 0; ///< nats, all tokens
    double logProbabilityExcludingOov = 0;
    bool pseudo = false; ///< from both sides: see LanguageModel::isScoredFromBothSides
    /// Where the perplexity is infinite, what makes it so: the first such token, and where that is
    /// outside the vocabulary the first inside it too, for the perplexity without the others.
    std::vector<Impossible> impossible = {};

    /// Takes one more token in.
    void add(bool known, double tokenLogProbability);
    /// Whether such a token would be the first of its kind.
    bool lacksImpossible(bool known) const;
    /// Keeps `token`, which `model` gives nothing after the sentence's `read` tokens, where none of
    /// its kind was kept yet.
    void blame(const LanguageModel& model, std::span<const text::TokenId> read, std::string token,
               bool known);
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
