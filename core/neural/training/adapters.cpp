// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/training/adapters.h"

#include <algorithm>
#include <cmath>

namespace neural {

namespace {

/// A linear layer's matrix; embeddings are looked up, and positions and norms are no products.
bool isAdapted(const TensorShape& tensor) {
    return tensor.shape.size() == 2 && tensor.name.ends_with(".weight");
}

std::string nameOfA(const std::string& weight) {
    return "adapter-a/" + weight;
}
std::string nameOfB(const std::string& weight) {
    return "adapter-b/" + weight;
}
std::string nameOfBase(const std::string& weight) {
    return "adapter-base/" + weight;
}

std::vector<TensorShape> adapterShapes(const std::vector<TensorShape>& network, unsigned rank) {
    std::vector<TensorShape> shapes;
    for (const TensorShape& tensor : network)
        if (isAdapted(tensor)) {
            shapes.push_back({nameOfA(tensor.name), {rank, tensor.shape[1]}});
            shapes.push_back({nameOfB(tensor.name), {tensor.shape[0], rank}});
        }
    return shapes;
}

} // namespace

Adapters::Adapters(Network& network, const AdapterSpec& spec)
    : scale_(spec.alpha / spec.rank),
      parameters_(adapterShapes(network.parameters().shapes(), spec.rank)) {
    for (const TensorShape& tensor : network.parameters().shapes()) {
        if (!isAdapted(tensor))
            continue;
        const at::Tensor weight = network.parameters()[tensor.name];
        layers_.push_back({tensor.name, weight, weight.detach().clone(),
                           parameters_[nameOfA(tensor.name)], parameters_[nameOfB(tensor.name)]});
    }
    parameters_.requireGradients();
}

void Adapters::initialise(std::uint64_t seed) {
    const c10::NoGradGuard guard;
    at::Generator generator = at::detail::createCPUGenerator(seed);
    for (Layer& layer : layers_)
        layer.a.normal_(0, 1 / std::sqrt(static_cast<double>(layer.a.size(1))), generator);
}

void Adapters::takeGradients() {
    const c10::NoGradGuard guard;
    for (Layer& layer : layers_) {
        const at::Tensor gradient = layer.weight.grad(); // [out, in]
        layer.a.mutable_grad().copy_(at::matmul(layer.b.t(), gradient) * scale_);
        layer.b.mutable_grad().copy_(at::matmul(gradient, layer.a.t()) * scale_);
    }
}

void Adapters::apply() {
    const c10::NoGradGuard guard;
    for (Layer& layer : layers_)
        layer.weight.copy_(layer.base + at::matmul(layer.b, layer.a) * scale_);
}

void Adapters::store(std::vector<TensorView>& tensors) const {
    parameters_.store(tensors);
    for (const Layer& layer : layers_)
        tensors.push_back(
            {nameOfBase(layer.name),
             layer.base.sizes().vec(),
             {layer.base.data_ptr<float>(), static_cast<std::size_t>(layer.base.numel())}});
}

void Adapters::load(const Checkpoint& checkpoint) {
    parameters_.load(checkpoint);
    for (Layer& layer : layers_) {
        const auto values = checkpoint.tensor(nameOfBase(layer.name), layer.base.sizes().vec());
        std::copy(values.begin(), values.end(), layer.base.data_ptr<float>());
    }
}

} // namespace neural
