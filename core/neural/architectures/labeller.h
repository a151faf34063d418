// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/sequence_network.h"
#include "core/neural/layers/linear.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace neural {

/// The name of the layer that tells labels, among a network's parameters.
inline constexpr const char* labelHead = "label_head";
/// Of that which is before it where the specification says LabelForm::Pooled.
inline constexpr const char* labelPooler = "label_pooler";

/// A transformer that has learnt to tell a text's label. An encoder tells it from what it makes of
/// <s>: Devlin et al. 2019, section 4.1; a decoder from what it makes of the text's last token, the
/// only one that has seen all: Radford et al. 2018, "Improving language understanding by generative
/// pre-training", section 3.2. It still reads and writes as it did, as well as it still can.
class Labeller final : public Network {
public:
    /// `body` has the parameters of the head among its own.
    Labeller(std::unique_ptr<Network> body, const TransformerSpec& spec);
    static void addShapes(std::vector<TensorShape>& shapes, const TransformerSpec& spec);

    std::int64_t vocabularySize() const override { return body_->vocabularySize(); }
    Parameters& parameters() override { return body_->parameters(); }
    void initialise(std::uint64_t seed) override { body_->initialise(seed); }
    ExampleShape exampleShape() const override;
    /// [B, T] texts that begin with <s>, padded with <s> → [B, L]
    at::Tensor logits(const at::Tensor& tokens, TrainingPass* training) const override;
    std::unique_ptr<Reader> reader() const override { return body_->reader(); }
    std::unique_ptr<Reader> scorer(std::span<const text::TokenId> sentence) const override {
        return body_->scorer(sentence);
    }
    std::unique_ptr<Reader> filler(const BlankedText& text) const override {
        return body_->filler(text);
    }

private:
    std::unique_ptr<Network> body_;
    bool bothWays_;
    Linear head_;
    std::optional<Linear> pooler_;
};

} // namespace neural
