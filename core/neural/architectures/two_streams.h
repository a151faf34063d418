// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/stack.h"
#include "core/neural/layers/output_head.h"

#include <vector>

namespace neural {

/// Yang et al. 2019, "XLNet: generalized autoregressive pretraining for language understanding",
/// section 2.3: a token is predicted from those before it in an order that is drawn for each text,
/// wherever they stand. One stream holds what the tokens say, h; another, g, begins with a vector w
/// of no token and asks from a place what stands there.
///
/// A session reads in the order of the text, so that a text is scored by the chain rule.
class TwoStreams final : public SequenceNetwork {
public:
    TwoStreams(const TransformerSpec& spec, std::int64_t vocabularySize);

    std::int64_t vocabularySize() const override { return vocabularySize_; }
    Parameters& parameters() override { return parameters_; }
    void initialise(std::uint64_t seed) override {
        initialiseNormally(parameters_, spec_.layers, seed);
    }
    /// The place that is asked for is one of those that it knows.
    unsigned contextLength() const override { return spec_.contextLength - 1; }
    bool isBounded() const override { return true; }
    ExampleShape exampleShape() const override {
        return {spec_.contextLength, true, spec_.objective, vocabularySize_};
    }
    /// [B, 2 T + P]: ids, each token's rank in the order (0: known from the start), and the places
    /// that are asked for → [B P, V]
    at::Tensor logits(const at::Tensor& rows, TrainingPass* training) const override;
    /// [B, T] ids → [B, T, d], each asking for the place after its own.
    at::Tensor read(const at::Tensor& tokens, SequenceState& state,
                    TrainingPass* training) const override;
    at::Tensor output(const at::Tensor& hidden) const override { return output_(hidden); }
    /// Of one token; blanks after it are last in the order.
    std::unique_ptr<Reader> filler(const BlankedText& text) const override;

private:
    at::Tensor queriesAt(const at::Tensor& places) const;
    at::Tensor answers(const at::Tensor& tokens, const at::Tensor& ranks, const at::Tensor& asked,
                       TrainingPass* training) const;

    TransformerSpec spec_;
    std::int64_t vocabularySize_;
    Parameters parameters_;
    Stack stack_;
    OutputHead output_;
};

} // namespace neural
