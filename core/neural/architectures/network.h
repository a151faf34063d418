// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/data/data.h"
#include "core/neural/layers/parameters.h"
#include "core/neural/layers/training_pass.h"
#include "core/neural/specification/specification.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace neural {

/// Reads one text from its start. Owns what makes going on cheap.
class Reader {
public:
    enum class Rows { Every, Last };

    virtual ~Reader() = default;
    /// Reads on; the logits of what follows each of these tokens [n, V], or the last alone [1, V].
    /// <s> forgets what came before. `tokens` is not empty.
    virtual at::Tensor read(std::span<const text::TokenId> tokens, Rows rows) = 0;
};

/// The ids of a sentence's pieces, <s> and </s> among them, with a blank between each two.
using BlankedText = std::vector<std::vector<std::int64_t>>;

/// A network that tells the next token from those before it: all that trainer and model know of it.
class Network {
public:
    virtual ~Network() = default;
    virtual std::int64_t vocabularySize() const = 0;
    virtual Parameters& parameters() = 0;
    /// Draws the first weights; the same seed gives the same ones.
    virtual void initialise(std::uint64_t seed) = 0;
    virtual ExampleShape exampleShape() const = 0;
    /// [rows, numbers] token ids, and what else an example has → [rows · targets, V] unnormalised
    /// log-probabilities, as exampleShape() says; where what is beyond the vocabulary is asked for,
    /// it follows. `training` is null outside of training.
    virtual at::Tensor logits(const at::Tensor& tokens, TrainingPass* training) const = 0;
    /// What its last layer makes of each token: [B, T] → [B, T, d]. Undefined where nobody can ask
    /// for that.
    virtual at::Tensor hidden(const at::Tensor& /*tokens*/, TrainingPass* /*training*/) const {
        return {};
    }
    /// The network must outlive it; many may read at once, each in its own thread.
    virtual std::unique_ptr<Reader> reader() const = 0;
    /// A reader that is going to be given this sentence, to tell how probable each of its tokens
    /// is: a network that sees both ways has looked at the rest of it. The sentence must outlive
    /// it.
    virtual std::unique_ptr<Reader> scorer(std::span<const text::TokenId> /*sentence*/) const {
        return reader();
    }
    /// A reader in the first blank of a text: begun with <s>, it reads what stands in the blank,
    /// and tells its end by </s>. Nothing where the network has not learnt to fill blanks.
    virtual std::unique_ptr<Reader> filler(const BlankedText& /*text*/) const { return nullptr; }
};

/// The network that a run's specification describes.
std::unique_ptr<Network> makeNetwork(const RunSpec& spec, std::size_t vocabularySize);

/// Token ids as a tensor over memory that must outlive it.
at::Tensor asTensor(std::span<std::int64_t> values, std::vector<std::int64_t> shape);

} // namespace neural
