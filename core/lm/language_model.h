// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/text/tokenizer.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace lm {

/// What a model says of itself: a label (a translatable word or two) and a value.
struct Fact {
    base::Message label;
    std::string value;
};

struct Description {
    std::string kind; ///< "ngram", "neural" or "mixture"
    std::vector<Fact> facts;
};

/// Reads a text from its start and tells at each place what comes next. Owns what makes going on
/// cheap (a history, later a recurrent state or a key-value cache). Many sessions may be open on
/// one model, each used by one thread at a time. The model must outlive it.
class Session {
public:
    virtual ~Session() = default;

    /// Appends tokens to what was read. <s> starts a new sentence: what came before is forgotten by
    /// models that do not look across sentences.
    virtual void feed(std::span<const text::TokenId> tokens) = 0;

    /// ln P(token | what was read), one entry per vocabulary entry; minus infinity where the model
    /// gives nothing. All entries are minus infinity where the model has no distribution (maximum
    /// likelihood after a history never seen); else the probabilities sum to 1. Valid until the
    /// next call.
    virtual std::span<const double> logProbabilities() = 0;
};

/// Scores text in bulk, and keeps from one call to the next what makes going on cheap. Used by one
/// thread at a time. The model must outlive it.
class BulkScorer {
public:
    virtual ~BulkScorer() = default;
    /// As LanguageModel::scoreSentences.
    virtual void score(std::span<const text::TokenId> tokens, std::span<double> out) = 0;
};

/// Every model, whatever its kind. Immutable once opened; safe to use from any number of threads.
class LanguageModel {
public:
    virtual ~LanguageModel() = default;

    virtual const text::Tokenizer& tokenizer() const = 0;
    /// A session that has read nothing; feed it <s> first.
    virtual std::unique_ptr<Session> openSession() const = 0;
    /// out[i] = ln P(sentence[i + 1] | sentence[0 … i]) for a whole sentence <s> w … w </s>; `out`
    /// is one shorter than `sentence`. The default asks a session at each place; a model that can
    /// look a probability up overrides it.
    virtual void scoreSentence(std::span<const text::TokenId> sentence,
                               std::span<double> out) const;
    /// The same for many sentences that lie one after the other; out[i] is for tokens[i], 0 for
    /// each <s>. The default goes sentence by sentence; a model that gains by many at once
    /// overrides it.
    virtual void scoreSentences(std::span<const text::TokenId> tokens, std::span<double> out) const;
    /// How many tokens to hand to scoreSentences() at a time: more where that gains, few where
    /// they take long, because nobody can stop it meanwhile.
    virtual std::size_t tokensAtOnce() const { return 1; }
    /// For each thread that scores parts of a long text; nothing where the model gains nothing by
    /// threads that are not its own.
    virtual std::unique_ptr<BulkScorer> openBulkScorer() const { return nullptr; }
    /// The part of `tokens` that it looks at to predict what follows them; the default takes all.
    virtual std::span<const text::TokenId> relevant(std::span<const text::TokenId> tokens) const {
        return tokens;
    }
    /// Whether its probabilities are given what stands on both sides of a token, so that what they
    /// multiply to is no probability of the text: a pseudo-perplexity (Salazar et al. 2020).
    virtual bool isScoredFromBothSides() const { return false; }
    virtual Description describe() const = 0;
};

/// A number in an explanation: the symbol as the field writes it, and its value.
struct Symbol {
    std::string name; ///< "C(the, cat)", "C(the)", "k", "V"
    double value = 0;
};

/// One level of an explanation: P(next | a history of this length).
struct ExplanationLevel {
    std::string term;    ///< "P(cat | the)"
    std::string formula; ///< "(c - D) / T + γ P′", with P′ the next level's probability
    std::vector<Symbol> symbols;
    double probability = 0;
    std::vector<text::TokenId> ngram = {}; ///< whose probability it is; empty where there is none
};

struct ExplainedPart;

/// How one probability came about.
struct Explanation {
    std::string estimator; ///< its command-line name; empty where there is nothing to explain
    std::string formula;   ///< "C(history, next) / C(history)"
    std::vector<Symbol> symbols;
    double probability = 0;
    /// For an estimator that leans on shorter histories: the longest one seen first, down to the
    /// uniform distribution. The first level's probability is the whole's.
    std::vector<ExplanationLevel> levels;
    /// The history as far as the model looks, and the token; empty for a mixture.
    std::vector<text::TokenId> ngram;
    /// Of a mixture: where the symbols P1 and P2 come from.
    std::vector<ExplainedPart> parts;
};

/// What one of the models of a mixture says.
struct ExplainedPart {
    std::string symbol;                   ///< that stands for it in the formula: "P1"
    std::string name;                     ///< the model's
    const LanguageModel* model = nullptr; ///< lives as long as the mixture
    Explanation explanation;              ///< its token ids are this model's own
    base::Message missing;                ///< why there is none
};

/// What a model offers besides when it can explain a number.
class Explainer {
public:
    virtual ~Explainer() = default;
    virtual Explanation explain(std::span<const text::TokenId> history,
                                text::TokenId next) const = 0;
};

} // namespace lm
