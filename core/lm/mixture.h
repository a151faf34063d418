// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lm/language_model.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lm {

/// Two models interpolated (Jelinek and Mercer 1980, "Interpolated estimation of Markov source
/// parameters from sparse data"), of whatever kinds:
///   P(w | h) = λ P1(w | h) + (1 - λ) P2(w | h)
/// over the union of their vocabularies. What only one of them knows has the probability 0 by the
/// other, and is <unk> in the histories that the other sees; so the sum stays 1.
class Mixture final : public LanguageModel, public Explainer {
public:
    struct Component {
        std::string name;
        std::shared_ptr<const LanguageModel> model;
    };

    /// `weight` is λ, 0 to 1. Throws base::InputError where it is not, or where the two cut text
    /// in different ways.
    Mixture(Component first, Component second, double weight);

    double weight() const { return weight_; }
    const Component& first() const { return first_.component; }
    const Component& second() const { return second_.component; }
    /// ln P1 and ln P2 of sentences that lie one after the other, as scoreSentences gives them.
    struct Scores {
        std::vector<double> first;
        std::vector<double> second;
    };
    Scores scoreApart(std::span<const text::TokenId> tokens) const;

    const text::Tokenizer& tokenizer() const override { return tokenizer_; }
    std::unique_ptr<Session> openSession() const override;
    void scoreSentence(std::span<const text::TokenId> sentence,
                       std::span<double> out) const override;
    void scoreSentences(std::span<const text::TokenId> tokens,
                        std::span<double> out) const override;
    std::size_t tokensAtOnce() const override {
        return std::min(first_.component.model->tokensAtOnce(),
                        second_.component.model->tokensAtOnce());
    }
    /// One that mixes what both parts' own give; nothing where one of them has none.
    std::unique_ptr<BulkScorer> openBulkScorer() const override;
    /// What the one of the two looks at that looks back further.
    std::span<const text::TokenId> relevant(std::span<const text::TokenId> tokens) const override;
    bool isScoredFromBothSides() const override {
        return first_.component.model->isScoredFromBothSides() ||
               second_.component.model->isScoredFromBothSides();
    }
    Description describe() const override;
    Explanation explain(std::span<const text::TokenId> history, text::TokenId next) const override;

private:
    friend class MixtureSession;
    friend class MixtureScorer;
    struct Part {
        Component component;
        /// The model's own ids of this vocabulary's; <unk>'s for what it does not know.
        std::vector<text::TokenId> ids;

        bool knows(text::TokenId token) const {
            return token == text::Vocabulary::unknown ||
                   ids[text::index(token)] != text::Vocabulary::unknown;
        }
        std::vector<text::TokenId> translate(std::span<const text::TokenId> tokens) const;
        /// Takes from what it does not know what its own <unk> was given.
        void forbidUnknown(std::span<const text::TokenId> tokens, std::span<double> out) const;
        ExplainedPart explain(const char* symbol, std::span<const text::TokenId> history,
                              text::TokenId next) const;
    };
    void scorePart(const Part& part, std::span<const text::TokenId> tokens,
                   std::span<double> out) const;
    /// scoreSentences() from what the two give.
    void mix(std::span<const text::TokenId> tokens, const Scores& scores,
             std::span<double> out) const;

    text::Tokenizer tokenizer_;
    Part first_;
    Part second_;
    double weight_;
};

/// The λ under which tokens with these two log-probabilities are most probable, by
/// expectation-maximisation (Dempster, Laird and Rubin 1977): λ becomes the average of
/// λ P1 / (λ P1 + (1 - λ) P2). Tokens that neither model gives anything do not count. 0.5 where
/// there are no others.
double mixtureWeight(std::span<const double> first, std::span<const double> second);
/// ln (λ P1 + (1 - λ) P2) from the logarithms.
double mixedLogProbability(double first, double second, double weight);

} // namespace lm
