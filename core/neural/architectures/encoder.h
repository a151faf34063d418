// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/hidden_place.h"
#include "core/neural/architectures/transformer.h"

#include <memory>

namespace neural {

/// Devlin et al. 2019, "BERT: pre-training of deep bidirectional transformers", section 3: a
/// transformer that sees both ways and learns to guess hidden tokens. One token more than the
/// vocabulary, the hider, stands for what is hidden. It has no next token of its own: a session
/// hides what follows its history.
class Encoder final : public HiddenPlaceNetwork {
public:
    Encoder(const TransformerSpec& spec, std::int64_t vocabularySize);

    std::int64_t vocabularySize() const override { return vocabularySize_; }
    Parameters& parameters() override { return body_.parameters(); }
    void initialise(std::uint64_t seed) override { body_.initialise(seed); }
    ExampleShape exampleShape() const override {
        return {body_.contextLength(), true, Objective::MaskedTokens, vocabularySize_};
    }
    at::Tensor logits(const at::Tensor& tokens, TrainingPass* training) const override;
    at::Tensor hidden(const at::Tensor& tokens, TrainingPass* training) const override {
        return body_.hidden(tokens, training);
    }
    std::unique_ptr<Reader> reader() const override;

    std::int64_t hider() const override { return vocabularySize_; }
    at::Tensor logitsAt(const at::Tensor& tokens, const at::Tensor& places) const override;

private:
    at::Tensor output(const at::Tensor& hidden) const;

    std::int64_t vocabularySize_;
    Transformer body_;
};

} // namespace neural
