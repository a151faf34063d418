// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/checkpoint.h"
#include "core/neural/torch_compat.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace neural {

/// A tensor's name in the literature, and its shape.
struct TensorShape {
    std::string name;
    std::vector<std::int64_t> shape;
};

/// A network's numbers: named tensors, one after another in one buffer, and their gradients in
/// another, so that an optimizer is a few operations over two vectors.
class Parameters {
public:
    explicit Parameters(std::vector<TensorShape> shapes);

    /// The tensor of this name: a leaf for autograd whose memory is the buffer's.
    const at::Tensor& operator[](const std::string& name) const;
    const std::vector<TensorShape>& shapes() const { return shapes_; }

    at::Tensor& values() { return values_; }       ///< [parameter count]
    at::Tensor& gradients() { return gradients_; } ///< [parameter count]

    /// From here on operations are recorded for backward(), which adds to gradients().
    void requireGradients();

    void store(std::vector<TensorView>& tensors) const;
    void load(const Checkpoint& checkpoint);

private:
    std::vector<TensorShape> shapes_;
    std::vector<at::Tensor> tensors_;
    at::Tensor values_;
    at::Tensor gradients_;
};

/// A network that tells the next token from the last few: all that trainer and model know of it.
class Network {
public:
    virtual ~Network() = default;
    virtual unsigned contextLength() const = 0;
    virtual std::int64_t vocabularySize() const = 0;
    virtual Parameters& parameters() = 0;
    /// Draws the first weights; the same seed gives the same ones.
    virtual void initialise(std::uint64_t seed) = 0;
    /// [batch, contextLength] token ids → [batch, V] unnormalised log-probabilities.
    virtual at::Tensor logits(const at::Tensor& histories) const = 0;
};

/// The network that a run's specification describes.
std::unique_ptr<Network> makeNetwork(const RunSpec& spec, std::size_t vocabularySize);

/// Token ids as a tensor over memory that must outlive it.
at::Tensor asTensor(std::vector<std::int64_t>& values, std::vector<std::int64_t> shape);

} // namespace neural
