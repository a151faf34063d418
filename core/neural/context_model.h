// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lm/language_model.h"
#include "core/neural/network.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace neural {

/// A trained network over the last few tokens as a language model. What can never come next, <s>
/// and, in a closed vocabulary, <unk>, is left out of the softmax.
class ContextModel final : public lm::LanguageModel {
public:
    explicit ContextModel(const std::filesystem::path& checkpoint);

    const text::Tokenizer& tokenizer() const override { return tokenizer_; }
    std::unique_ptr<lm::Session> openSession() const override;
    void scoreSentence(std::span<const text::TokenId> sentence,
                       std::span<double> out) const override;
    lm::Description describe() const override;

    unsigned contextLength() const { return network_->contextLength(); }
    /// [rows · contextLength] token ids → [rows, V] log-probabilities in double. Thread-safe.
    at::Tensor logProbabilities(std::vector<std::int64_t>& histories) const;

private:
    explicit ContextModel(const Checkpoint& checkpoint);

    text::Tokenizer tokenizer_;
    CheckpointState state_;
    std::unique_ptr<Network> network_;
    at::Tensor impossible_; ///< [V], minus infinity where a token can never come, else 0
};

} // namespace neural
