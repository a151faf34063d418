// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/stack.h"
#include "core/neural/layers/output_head.h"

#include <vector>

namespace neural {

/// Du et al. 2022, "GLM: general language model pretraining with autoregressive blank infilling",
/// section 2: one transformer sees a text with blanks both ways, and writes what each blank hides
/// from left to right, in sight of the text and of what it has written. A token has two places: its
/// own, or its blank's, in the text, and one in the blank; rotary positions turn a half of the
/// pairs by each.
///
/// A session leaves one blank for all that follows <s> and fills it, so that a text is scored by
/// the chain rule. Beyond its context it begins anew: the later half becomes the text.
class BlankFiller final : public Network {
public:
    BlankFiller(const TransformerSpec& spec, std::int64_t vocabularySize);

    std::int64_t vocabularySize() const override { return vocabularySize_; }
    Parameters& parameters() override { return parameters_; }
    void initialise(std::uint64_t seed) override {
        initialiseNormally(parameters_, spec_.layers, seed);
    }
    ExampleShape exampleShape() const override {
        return {spec_.contextLength, true, spec_.objective, vocabularySize_};
    }
    /// [B, 3 T]: ids, places in the text, places in a blank (0: in none) → [B T, V + 4]
    at::Tensor logits(const at::Tensor& rows, TrainingPass* training) const override;
    std::unique_ptr<Reader> reader() const override;
    std::unique_ptr<Reader> filler(const BlankedText& text) const override;

    /// A text whose blank at a place is being filled.
    struct Text {
        std::int64_t length = 0; ///< tokens, blanks included
        std::int64_t place = 0;
        SequenceState state;
    };
    /// Reads a whole text [1, T].
    Text readText(const at::Tensor& tokens, std::int64_t place) const;
    /// Reads on in its blank: [1, T] → [T, V + 4].
    at::Tensor readOn(const at::Tensor& tokens, Text& text) const;

private:
    at::Tensor pass(const at::Tensor& tokens, const at::Tensor& places, const at::Tensor& insides,
                    SequenceState& state, View view) const;

    TransformerSpec spec_;
    std::int64_t vocabularySize_;
    Parameters parameters_;
    Stack stack_;
    OutputHead output_;
};

} // namespace neural
