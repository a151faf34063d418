// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/network.h"

#include <cstdint>
#include <vector>

namespace neural {

/// What a sequence network remembers of the tokens that it has read: a recurrent network the states
/// of its layers, a transformer their keys and values. A value: a copy goes its own way.
struct SequenceState {
    std::vector<at::Tensor> tensors; ///< empty before the first token
    std::int64_t length = 0;         ///< tokens read since <s> or since it was begun anew
};

/// A network that reads tokens in a row and tells after each what follows.
class SequenceNetwork : public Network {
public:
    virtual unsigned contextLength() const = 0;
    /// Whether it can look back on contextLength() tokens at most; else its state goes on for ever.
    virtual bool isBounded() const = 0;
    /// Reads [B, T] token ids after what `state` remembers → [B, T, d], and remembers them. At each
    /// <s> among them it forgets; where the state is not empty there must be none but the first.
    virtual at::Tensor read(const at::Tensor& tokens, SequenceState& state,
                            TrainingPass* training) const = 0;
    /// [n, d] of what read() gives → [n, V] logits
    virtual at::Tensor output(const at::Tensor& hidden) const = 0;

    ExampleShape exampleShape() const override { return {contextLength(), true}; }
    at::Tensor logits(const at::Tensor& tokens, TrainingPass* training) const override;
    at::Tensor hidden(const at::Tensor& tokens, TrainingPass* training) const override;
    std::unique_ptr<Reader> reader() const final;
};

} // namespace neural
