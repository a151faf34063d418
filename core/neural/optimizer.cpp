// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/optimizer.h"

#include <algorithm>
#include <cmath>

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

/// Loshchilov and Hutter 2019, "Decoupled weight decay regularization", algorithm 2.
class AdamW final : public ParameterOptimizer {
public:
    AdamW(double learningRate, std::int64_t parameterCount)
        : learningRate_(learningRate),
          mean_(at::zeros({parameterCount}, floats())),
          square_(at::zeros({parameterCount}, floats())),
          scratch_(at::empty({parameterCount}, floats())) {}

    void update(Parameters& parameters, std::uint64_t step) override {
        const at::Tensor& gradient = parameters.gradients();
        at::Tensor& values = parameters.values();
        const auto t = static_cast<double>(step);
        const double meanBias = 1 - std::pow(beta1, t);
        const double squareBias = std::sqrt(1 - std::pow(beta2, t));
        mean_.mul_(beta1).add_(gradient, 1 - beta1);                    // m
        square_.mul_(beta2).addcmul_(gradient, gradient, 1 - beta2);    // v
        at::sqrt_out(scratch_, square_).div_(squareBias).add_(epsilon); // √v̂ + ε
        values.mul_(1 - learningRate_ * weightDecay);
        values.addcdiv_(mean_, scratch_, -learningRate_ / meanBias);
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
    static constexpr double beta1 = 0.9;
    static constexpr double beta2 = 0.999;
    static constexpr double epsilon = 1e-8;
    static constexpr double weightDecay = 0.01;

    double learningRate_;
    at::Tensor mean_;
    at::Tensor square_;
    at::Tensor scratch_;
};

} // namespace

std::unique_ptr<ParameterOptimizer> makeOptimizer(const TrainingSpec& spec,
                                                  std::int64_t parameterCount) {
    if (spec.optimizer == Optimizer::Sgd)
        return std::make_unique<Sgd>(spec.learningRate);
    return std::make_unique<AdamW>(spec.learningRate, parameterCount);
}

} // namespace neural
