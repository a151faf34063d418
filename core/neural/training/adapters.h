// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/network.h"
#include "core/neural/operators/low_rank.h"

#include <string>
#include <vector>

namespace neural {

/// The factors A and B of all linear layers of a network, W = W₀ + (α / r) B A: Hu et al. 2022,
/// "LoRA: low-rank adaptation of large language models", section 4.1. The network must outlive it.
class AdapterFactors {
public:
    AdapterFactors(Network& network, const AdapterSpec& spec);

    /// What an optimizer changes instead of the network's own.
    Parameters& parameters() { return parameters_; }
    const Parameters& parameters() const { return parameters_; }
    /// For a LowRankScope around whatever the network computes.
    const std::vector<LowRank>& matrices() const { return matrices_; }

private:
    Parameters parameters_;
    std::vector<LowRank> matrices_;
};

/// A network's adapters, and what its matrices were before: W₀ stays as it was, B begins as zeros,
/// so that nothing has changed at first. The network itself holds W and knows nothing of it.
class Adapters {
public:
    /// The network must outlive it, and its weights be those to begin with.
    Adapters(Network& network, const AdapterSpec& spec);

    const AdapterSpec& spec() const { return spec_; }
    AdapterFactors& factors() { return factors_; }
    Parameters& parameters() { return factors_.parameters(); }

    /// Draws A as He et al. 2015 would for a linear layer; the same seed gives the same ones.
    void initialise(std::uint64_t seed);
    /// Sets the network's matrices to W₀ + (α / r) B A.
    void apply();

    /// A, B and W₀, which cannot be had back from W to the last bit.
    void store(std::vector<TensorView>& tensors) const;
    void load(const Checkpoint& checkpoint);

private:
    AdapterSpec spec_;
    AdapterFactors factors_;
    std::vector<std::string> names_; ///< of the matrices
    std::vector<at::Tensor> bases_;  ///< W₀ of each [out, in]
};

} // namespace neural
