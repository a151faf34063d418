// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/checkpoints/checkpoint.h"
#include "core/neural/compute/torch_compat.h"

#include <cstdint>
#include <string>
#include <unordered_map>
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

    /// Takes the numbers of another network of the same shape for its own, without a copy: what
    /// becomes of those becomes of these.
    void shareValues(const Parameters& other);

    /// From here on operations are recorded for backward(), which adds to gradients().
    void requireGradients();

    void store(std::vector<TensorView>& tensors) const;
    void load(const Checkpoint& checkpoint);
    /// The same from a network that this one has grown from: a tensor that it has not, or the rows
    /// that it has not of one, stay as they are.
    void loadWhatIsThere(const Checkpoint& checkpoint);

private:
    std::vector<TensorShape> shapes_;
    std::vector<at::Tensor> tensors_;
    std::unordered_map<std::string, std::size_t> places_;
    at::Tensor values_;
    at::Tensor gradients_;
};

} // namespace neural
