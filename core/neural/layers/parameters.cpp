// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/layers/parameters.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace neural {

namespace {

std::int64_t sizeOf(const TensorShape& shape) {
    return std::accumulate(shape.shape.begin(), shape.shape.end(), std::int64_t{1},
                           std::multiplies<>());
}

} // namespace

Parameters::Parameters(std::vector<TensorShape> shapes) : shapes_(std::move(shapes)) {
    std::int64_t total = 0;
    for (const TensorShape& shape : shapes_)
        total += sizeOf(shape);
    values_ = at::zeros({total}, floats());
    std::int64_t offset = 0;
    for (const TensorShape& shape : shapes_) {
        places_.emplace(shape.name, tensors_.size());
        tensors_.push_back(values_.narrow(0, offset, sizeOf(shape)).view(shape.shape).detach());
        offset += sizeOf(shape);
    }
}

const at::Tensor& Parameters::operator[](const std::string& name) const {
    const auto place = places_.find(name);
    if (place == places_.end())
        throw std::logic_error("no parameter " + name);
    return tensors_[place->second];
}

void Parameters::shareValues(const Parameters& other) {
    values_ = other.values_;
    // Layers hold these tensors already: their memory is exchanged.
    for (std::size_t i = 0; i < tensors_.size(); ++i)
        tensors_[i].set_data(other.tensors_[i].detach());
}

void Parameters::requireGradients() {
    gradients_ = at::zeros_like(values_);
    std::int64_t offset = 0;
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
        const std::int64_t size = sizeOf(shapes_[i]);
        tensors_[i].requires_grad_(true);
        // Autograd adds to a gradient that is already there in place.
        tensors_[i].mutable_grad() = gradients_.narrow(0, offset, size).view(shapes_[i].shape);
        offset += size;
    }
}

void Parameters::store(std::vector<TensorView>& tensors) const {
    for (std::size_t i = 0; i < shapes_.size(); ++i)
        tensors.push_back(
            {shapes_[i].name,
             shapes_[i].shape,
             {tensors_[i].data_ptr<float>(), static_cast<std::size_t>(tensors_[i].numel())}});
}

void Parameters::load(const Checkpoint& checkpoint) {
    float* target = values_.data_ptr<float>();
    for (const TensorShape& shape : shapes_) {
        const auto values = checkpoint.tensor(shape.name, shape.shape);
        target = std::copy(values.begin(), values.end(), target);
    }
}

void Parameters::loadWhatIsThere(const Checkpoint& checkpoint) {
    float* target = values_.data_ptr<float>();
    for (const TensorShape& shape : shapes_) {
        if (checkpoint.contains(shape.name)) {
            std::vector<std::int64_t> there = shape.shape;
            there[0] = std::min(there[0], checkpoint.shape(shape.name)[0]);
            const auto values = checkpoint.tensor(shape.name, there);
            std::copy(values.begin(), values.end(), target);
        }
        target += sizeOf(shape);
    }
}

} // namespace neural
