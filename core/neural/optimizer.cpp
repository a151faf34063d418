// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/optimizer.h"

#include "core/neural/adamw.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace neural {

namespace {

/// θ ← θ − η g
class Sgd final : public ParameterOptimizer {
public:
    void update(Parameters& parameters, std::uint64_t /*step*/, double learningRate) override {
        parameters.values().add_(parameters.gradients(), -learningRate);
    }
};

/// Numbers beside one another that decay, or do not: matrices do; biases and the scales of norms,
/// which have no size to grow in, do not.
struct Stretch {
    std::int64_t begin = 0;
    std::int64_t size = 0;
    bool decays = false;
};

std::vector<Stretch> stretchesOf(const Parameters& parameters) {
    std::vector<Stretch> stretches;
    std::int64_t begin = 0;
    for (const TensorShape& shape : parameters.shapes()) {
        const std::int64_t size = parameters[shape.name].numel();
        const bool decays = shape.shape.size() > 1;
        if (!stretches.empty() && stretches.back().decays == decays)
            stretches.back().size += size;
        else
            stretches.push_back({begin, size, decays});
        begin += size;
    }
    return stretches;
}

/// AdamW, with its two moments.
class AdamW final : public ParameterOptimizer {
public:
    AdamW(const AdamWRates& rates, Parameters& parameters)
        : rates_(rates),
          stretches_(stretchesOf(parameters)),
          mean_(at::zeros_like(parameters.values())),
          square_(at::zeros_like(parameters.values())) {}

    void update(Parameters& parameters, std::uint64_t step, double learningRate) override {
        for (const Stretch& stretch : stretches_) {
            AdamWRates rates = rates_;
            rates.learningRate = learningRate;
            if (!stretch.decays)
                rates.weightDecay = 0;
            adamWStep(rates, step, static_cast<std::size_t>(stretch.size),
                      parameters.values().data_ptr<float>() + stretch.begin,
                      parameters.gradients().data_ptr<float>() + stretch.begin,
                      mean_.data_ptr<float>() + stretch.begin,
                      square_.data_ptr<float>() + stretch.begin);
        }
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
    AdamWRates rates_; ///< the learning rate is each step's
    std::vector<Stretch> stretches_;
    at::Tensor mean_;
    at::Tensor square_;
};

} // namespace

std::unique_ptr<ParameterOptimizer> makeOptimizer(const TrainingSpec& spec,
                                                  Parameters& parameters) {
    if (spec.optimizer == Optimizer::Sgd)
        return std::make_unique<Sgd>();
    return std::make_unique<AdamW>(
        AdamWRates{.beta1 = spec.beta1, .beta2 = spec.beta2, .weightDecay = spec.weightDecay},
        parameters);
}

double clipGradients(Parameters& parameters, double most) {
    const double norm = parameters.gradients().norm().item<double>();
    if (most > 0 && norm > most)
        parameters.gradients().mul_(most / norm);
    return norm;
}

} // namespace neural
