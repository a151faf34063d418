// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/network.h"

#include <string>
#include <vector>

namespace neural {

/// Hu et al. 2022, "LoRA: low-rank adaptation of large language models", section 4.1, for all
/// linear layers of a network: W = W₀ + (α / r) B A, where W₀ stays as it was and A and B are
/// learnt; B begins as zeros, so that nothing has changed at first. The network itself holds W and
/// knows nothing of it: gradients of W become those of A and B by the chain rule.
class Adapters {
public:
    /// The network must outlive it, and its weights be those to begin with.
    Adapters(Network& network, const AdapterSpec& spec);

    /// A and B of all layers: what an optimizer changes instead of the network's own.
    Parameters& parameters() { return parameters_; }

    /// Draws A as He et al. 2015 would for a linear layer; the same seed gives the same ones.
    void initialise(std::uint64_t seed);

    /// Fills the gradients of A and B from the network's: ∂A = (α / r) Bᵀ ∂W, ∂B = (α / r) ∂W Aᵀ.
    void takeGradients();
    /// Sets the network's matrices to W₀ + (α / r) B A.
    void apply();

    /// A, B and W₀, which cannot be had back from W to the last bit.
    void store(std::vector<TensorView>& tensors) const;
    void load(const Checkpoint& checkpoint);

private:
    struct Layer {
        std::string name;
        at::Tensor weight; ///< W [out, in], the network's
        at::Tensor base;   ///< W₀ [out, in]
        at::Tensor a;      ///< [r, in]
        at::Tensor b;      ///< [out, r]
    };

    double scale_;
    Parameters parameters_;
    std::vector<Layer> layers_;
};

} // namespace neural
