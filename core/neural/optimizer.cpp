// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/optimizer.h"

#include "core/neural/adamw.h"

#include <algorithm>
#include <utility>

namespace neural {

namespace {

/// θ ← θ − η g
class Sgd final : public ParameterOptimizer {
public:
    explicit Sgd(double learningRate) : learningRate_(learningRate) {}

    void update(Parameters& parameters, std::uint64_t /*step*/) override {
        parameters.values().add_(parameters.gradients(), -learningRate_);
    }

private:
    double learningRate_;
};

/// AdamW, with its two moments.
class AdamW final : public ParameterOptimizer {
public:
    AdamW(double learningRate, std::int64_t parameterCount)
        : learningRate_(learningRate),
          mean_(at::zeros({parameterCount}, floats())),
          square_(at::zeros({parameterCount}, floats())) {}

    void update(Parameters& parameters, std::uint64_t step) override {
        adamWStep({.learningRate = learningRate_}, step, static_cast<std::size_t>(mean_.numel()),
                  parameters.values().data_ptr<float>(), parameters.gradients().data_ptr<float>(),
                  mean_.data_ptr<float>(), square_.data_ptr<float>());
    }

    void store(std::vector<TensorView>& tensors) const override {
        for (const auto& [name, moment] : {std::pair{"adamw-m", &mean_}, {"adamw-v", &square_}})
            tensors.push_back(
                {name,
                 {moment->numel()},
                 {moment->data_ptr<float>(), static_cast<std::size_t>(moment->numel())}});
    }

    void load(const Checkpoint& checkpoint) override {
        for (const auto& [name, moment] : {std::pair{"adamw-m", &mean_}, {"adamw-v", &square_}}) {
            const auto values = checkpoint.tensor(name, {moment->numel()});
            std::copy(values.begin(), values.end(), moment->data_ptr<float>());
        }
    }

private:
    double learningRate_;
    at::Tensor mean_;
    at::Tensor square_;
};

} // namespace

std::unique_ptr<ParameterOptimizer> makeOptimizer(const TrainingSpec& spec,
                                                  std::int64_t parameterCount) {
    if (spec.optimizer == Optimizer::Sgd)
        return std::make_unique<Sgd>(spec.learningRate);
    return std::make_unique<AdamW>(spec.learningRate, parameterCount);
}

} // namespace neural
