// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/sequence_network.h"

#include <memory>
#include <string>
#include <vector>

namespace neural {

/// One recurrent layer: how a state follows from the state before and the input. B rows, T places.
class Cell {
public:
    virtual ~Cell() = default;
    /// Tensors of a state: the first is also what the layer above reads.
    virtual std::size_t stateSize() const = 0;
    /// W x + b of each gate for all places at once: [B, T, in] → [B, T, g h]
    virtual at::Tensor project(const at::Tensor& x) const = 0;
    /// One place: its row of project() [B, g h]; each tensor of `state` [B, h] becomes the next.
    virtual void step(const at::Tensor& wx, at::Tensor* state) const = 0;
};

/// The tensors of one layer and how it is made from them; `prefix` goes before their names.
std::vector<TensorShape> cellShapes(const std::string& cell, const std::string& prefix,
                                    std::int64_t input, std::int64_t hidden);
std::unique_ptr<Cell> makeCell(const std::string& cell, const Parameters& parameters,
                               const std::string& prefix);

/// Embeddings E, layers of cells, and an output: y = c + V h.
class RecurrentNetwork final : public SequenceNetwork {
public:
    RecurrentNetwork(std::string cell, const RecurrentSpec& spec, std::int64_t vocabularySize);

    std::int64_t vocabularySize() const override { return vocabularySize_; }
    Parameters& parameters() override { return parameters_; }
    void initialise(std::uint64_t seed) override;
    unsigned contextLength() const override { return spec_.contextLength; }
    bool isBounded() const override { return false; }
    at::Tensor read(const at::Tensor& tokens, SequenceState& state,
                    TrainingPass* training) const override;
    at::Tensor output(const at::Tensor& hidden) const override;

private:
    std::string cell_;
    RecurrentSpec spec_;
    std::int64_t vocabularySize_;
    Parameters parameters_;
    std::vector<std::unique_ptr<Cell>> layers_;
};

} // namespace neural
