// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/stack.h"
#include "core/neural/layers/output_head.h"

namespace neural {

/// A decoder, or the body of an encoder, as its specification describes it. B rows, T tokens, d
/// wide. A decoder that takes turns is also given their marks, beyond the vocabulary, and tells
/// none of them.
class Transformer final : public SequenceNetwork {
public:
    Transformer(const TransformerSpec& spec, std::int64_t vocabularySize);

    std::int64_t vocabularySize() const override { return vocabularySize_; }
    Parameters& parameters() override { return parameters_; }
    void initialise(std::uint64_t seed) override;
    unsigned contextLength() const override { return spec_.contextLength; }
    bool isBounded() const override { return true; }
    at::Tensor read(const at::Tensor& tokens, SequenceState& state,
                    TrainingPass* training) const override;
    at::Tensor output(const at::Tensor& hidden) const override;

private:
    TransformerSpec spec_;
    std::int64_t vocabularySize_;
    Parameters parameters_;
    Stack stack_;
    OutputHead output_;
};

} // namespace neural
