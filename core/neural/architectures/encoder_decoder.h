// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/hidden_place.h"
#include "core/neural/architectures/stack.h"
#include "core/neural/layers/output_head.h"

#include <vector>

namespace neural {

/// Vaswani et al. 2017, sections 3.1 and 3.2.3: an encoder reads a text with blanks both ways, and
/// a decoder writes what it was told to learn: what the blanks hide (Raffel et al. 2020, section
/// 3.1.4) or the whole text (Lewis et al. 2020, section 2.2). Ids beyond the vocabulary stand for
/// what is hidden: sentinels, one a blank, or a single mask.
///
/// It has no next token of its own: a session leaves a blank after its history, and fills one
/// blank after another, each of meanSpan tokens.
class EncoderDecoder final : public HiddenPlaceNetwork {
public:
    EncoderDecoder(const TransformerSpec& spec, std::int64_t vocabularySize);

    std::int64_t vocabularySize() const override { return vocabularySize_; }
    Parameters& parameters() override { return parameters_; }
    void initialise(std::uint64_t seed) override;
    ExampleShape exampleShape() const override {
        return {spec_.contextLength, true, spec_.objective, vocabularySize_};
    }
    /// [B, S + T] ids, a source and what the decoder reads → [B T, V and what is beyond it].
    at::Tensor logits(const at::Tensor& tokens, TrainingPass* training) const override;
    std::unique_ptr<Reader> reader() const override;
    /// A blank ends with the next sentinel, or where the text goes on as it does after the blank.
    std::unique_ptr<Reader> filler(const BlankedText& text) const override;

    std::int64_t hider() const override { return vocabularySize_; }
    at::Tensor logitsAt(const at::Tensor& tokens, const at::Tensor& places) const override;

    /// What the decoder sees of a source.
    struct Source {
        at::Tensor tokens;            ///< [B, S]
        std::vector<Memory> memories; ///< of each layer, keys and values of S tokens
    };
    Source encode(const at::Tensor& tokens, TrainingPass* training) const;
    /// Reads [B, T] ids after what `state` remembers → [B, T, d], and remembers them.
    at::Tensor decode(const at::Tensor& tokens, SequenceState& state, const Source& source,
                      TrainingPass* training) const;
    /// [n, d] of what decode() gives → [n, V], what is beyond the vocabulary left out.
    at::Tensor output(const at::Tensor& hidden) const;

    /// What the decoder has read when it comes to a blank after the tokens `seen`.
    std::vector<std::int64_t> readBefore(std::span<const std::int64_t> seen) const;

private:
    TransformerSpec spec_;
    std::int64_t vocabularySize_;
    Parameters parameters_;
    Stack encoder_;
    Stack decoder_;
    OutputHead output_;
};

} // namespace neural
