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

AdapterFactors::AdapterFactors(Network& network, const AdapterSpec& spec)
    : parameters_(adapterShapes(network.parameters().shapes(), spec.rank)) {
    for (const TensorShape& tensor : network.parameters().shapes())
        if (isAdapted(tensor))
            matrices_.push_back({network.parameters()[tensor.name],
                                 parameters_[nameOfA(tensor.name)],
                                 parameters_[nameOfB(tensor.name)], spec.alpha / spec.rank});
}

Adapters::Adapters(Network& network, const AdapterSpec& spec)
    : spec_(spec), factors_(network, spec) {
    for (const TensorShape& tensor : network.parameters().shapes())
        if (isAdapted(tensor)) {
            names_.push_back(tensor.name);
            bases_.push_back(network.parameters()[tensor.name].detach().clone());
        }
    parameters().requireGradients();
}

void Adapters::initialise(std::uint64_t seed) {
    const c10::NoGradGuard guard;
    at::Generator generator = at::detail::createCPUGenerator(seed);
    for (const LowRank& matrix : factors_.matrices()) {
        at::Tensor a = matrix.a;
        a.normal_(0, 1 / std::sqrt(static_cast<double>(a.size(1))), generator);
    }
}

void Adapters::apply() {
    const c10::NoGradGuard guard;
    for (std::size_t i = 0; i < bases_.size(); ++i) {
        const LowRank& matrix = factors_.matrices()[i];
        at::Tensor weight = matrix.weight;
        at::addmm_out(weight, bases_[i], matrix.b, matrix.a, 1, matrix.scale);
    }
}

void Adapters::store(std::vector<TensorView>& tensors) const {
    factors_.parameters().store(tensors);
    for (std::size_t i = 0; i < bases_.size(); ++i)
        tensors.push_back(
            {nameOfBase(names_[i]),
             bases_[i].sizes().vec(),
             {bases_[i].data_ptr<float>(), static_cast<std::size_t>(bases_[i].numel())}});
}

void Adapters::load(const Checkpoint& checkpoint) {
    parameters().load(checkpoint);
    for (std::size_t i = 0; i < bases_.size(); ++i) {
        const auto values = checkpoint.tensor(nameOfBase(names_[i]), bases_[i].sizes().vec());
        std::copy(values.begin(), values.end(), bases_[i].data_ptr<float>());
    }
}

} // namespace neural
