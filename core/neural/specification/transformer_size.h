// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/specification/transformer_spec.h"

#include <cstdint>

/// How large a transformer is, by formula: serves a laptop's and the largest published ones alike.
namespace neural {

/// Every number that is learnt.
std::uint64_t parameterCount(const TransformerSpec& spec, std::uint64_t vocabularySize);

/// Those that take part in computing one token: the experts that are not chosen do not, nor do
/// embeddings that are only looked up.
std::uint64_t activeParameterCount(const TransformerSpec& spec, std::uint64_t vocabularySize);

/// Numbers that a decoder remembers of each token it has read, or that it has written.
std::uint64_t rememberedPerToken(const TransformerSpec& spec);

/// Kaplan et al. 2020, "Scaling laws for neural language models", table 1, for one token: two
/// operations for each active parameter, and for attention over half the context on average; three
/// times that to train.
double trainingFlopsPerToken(const TransformerSpec& spec, std::uint64_t vocabularySize);

/// Numbers that training keeps of one token for its gradients, the logits and theirs left out; each
/// of the heads' weights of attention over the context is one of them.
std::uint64_t activationsPerToken(const TransformerSpec& spec);

} // namespace neural
