// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lm/blank_filler.h"
#include "core/lm/labeller.h"
#include "core/lm/turn_taker.h"
#include "core/neural/architectures/network.h"

#include <filesystem>
#include <memory>

namespace neural {

/// [V], minus infinity where a token can never come next, else 0: <s> and, in a closed vocabulary,
/// <unk> are left out of the softmax.
at::Tensor impossibleTokens(const text::Vocabulary& vocabulary);

/// Logits [n, V] as log-probabilities in double, what is impossible left out.
at::Tensor logProbabilities(const at::Tensor& logits, const at::Tensor& impossible);

/// A reader as a session: tokens wait until they are asked about.
class NeuralSession final : public lm::Session {
public:
    NeuralSession(std::unique_ptr<Reader> reader, at::Tensor impossible);
    void feed(std::span<const text::TokenId> tokens) override;
    std::span<const double> logProbabilities() override;

private:
    std::unique_ptr<Reader> reader_;
    at::Tensor impossible_;
    std::vector<text::TokenId> pending_;
    at::Tensor row_; ///< [1, V]
};

/// A trained network as a language model.
class NeuralModel final : public lm::LanguageModel,
                          public lm::BlankFiller,
                          public lm::TurnTaker,
                          public lm::Labeller {
public:
    explicit NeuralModel(const std::filesystem::path& checkpoint);

    const text::Tokenizer& tokenizer() const override { return tokenizer_; }
    std::unique_ptr<lm::Session> openSession() const override;
    void scoreSentence(std::span<const text::TokenId> sentence,
                       std::span<double> out) const override;
    bool isScoredFromBothSides() const override;
    lm::Description describe() const override;
    std::unique_ptr<lm::Session>
    openBlank(std::span<const std::vector<text::TokenId>> pieces) const override;
    std::optional<lm::TurnMarks> turnMarks() const override;
    std::size_t tokensOfTurns() const override { return contextLength(state_.info.spec); }
    const std::vector<std::string>& labels() const override { return state_.info.spec.labels; }
    std::vector<double> labelProbabilities(std::string_view text) const override;

private:
    explicit NeuralModel(const Checkpoint& checkpoint);

    text::Tokenizer tokenizer_;
    CheckpointState state_;
    std::unique_ptr<Network> network_;
    at::Tensor impossible_;
};

} // namespace neural
