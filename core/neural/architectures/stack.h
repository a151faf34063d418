// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/sequence_network.h"
#include "core/neural/layers/block.h"

#include <string>
#include <vector>

namespace neural {

/// One side of a transformer: layers, and what stands around them. B rows, T tokens, d wide.
class Stack {
public:
    struct Side {
        std::string prefix = {}; ///< before its tensors' names
        unsigned layers = 0;
        bool bothWays = false;    ///< tokens see what follows too
        bool looksAcross = false; ///< at what another side has made of another text

        /// Of a network that has no other.
        static Side only(const TransformerSpec& spec, bool bothWays) {
            return {"", spec.layers, bothWays, false};
        }
    };

    Stack(const Parameters& parameters, const Side& side, const TransformerSpec& spec);
    static void addShapes(std::vector<TensorShape>& shapes, const Side& side,
                          const TransformerSpec& spec);

    /// Embeddings [B, T, d] of tokens that stand at `places` [B, T] of their sentences → [B, T, d]
    at::Tensor place(const at::Tensor& embeddings, const at::Tensor& places) const;

    /// What its layers see: `sight`, and from where, the places of T queries and S keys, each one
    /// after the other, [T] and [S], or of each row, in any order, [B, T] and [B, S].
    View view(const Sight& sight, const at::Tensor& queries, const at::Tensor& keys,
              TrainingPass* training) const;

    /// [B, T, d] through all layers → [B, T, d]; `state` remembers these tokens.
    at::Tensor pass(const at::Tensor& x, SequenceState& state, const View& view) const;

    /// What each layer will see of the other text [B, S, d].
    std::vector<Memory> rememberOther(const at::Tensor& other) const;
    /// The same, and each layer looks at the other text as `across` says.
    at::Tensor pass(const at::Tensor& x, SequenceState& state, const View& view,
                    const std::vector<Memory>& other, const Sight& across) const;

    /// The same for h [B, T, d], and of texts g [B, P, d] that see what each layer is given of h as
    /// `beside` says, and not themselves: what becomes of g.
    at::Tensor pass(at::Tensor h, const View& view, at::Tensor g, const View& beside,
                    SequenceState& state) const;

private:
    template <class PassBlock>
    at::Tensor throughLayers(at::Tensor x, SequenceState& state, PassBlock passBlock) const;
    at::Tensor finish(const at::Tensor& x) const;
    at::Tensor biasOf(const at::Tensor& apart) const;
    View begun(const Sight& sight, std::int64_t keys, bool fused, TrainingPass* training) const;

    TransformerSpec spec_;
    bool bothWays_;
    at::Tensor positions_;    ///< [places, d]
    at::Tensor relativeBias_; ///< [buckets, H]
    NormLayer embeddingNorm_;
    std::vector<Block> blocks_;
    NormLayer finalNorm_;
};

/// Radford et al. 2019, section 2.3, as their code has it: normal with the deviation 0.02, and less
/// for what is added up over the layers, so that the sum is as large however many they are.
void initialiseNormally(Parameters& parameters, unsigned layers, std::uint64_t seed);

} // namespace neural
