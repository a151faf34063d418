// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/training/optimizer.h"

#include "core/neural/operators/vector_loops.h"
#include "core/neural/training/adamw.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

namespace neural {

namespace {

/// Gradients whose squares are summed at once.
constexpr std::int64_t piece = 1 << 14;

/// θ ← θ − η g
class Sgd final : public ParameterOptimizer {
public:
    void updatePart(Parameters& parameters, const UpdateStep& step, std::int64_t first,
                    std::int64_t count) override {
        float* gradients = parameters.gradients().data_ptr<float>() + first;
        addNumbers(gradients, static_cast<float>(-step.learningRate * step.gradientScale),
                   parameters.values().data_ptr<float>() + first, static_cast<std::size_t>(count));
        std::fill_n(gradients, count, 0.0F);
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

    void updatePart(Parameters& parameters, const UpdateStep& step, std::int64_t first,
                    std::int64_t count) override {
        for (const Stretch& stretch : stretches_) {
            const std::int64_t begin = std::max(stretch.begin, first);
            const std::int64_t end = std::min(stretch.begin + stretch.size, first + count);
            if (begin >= end)
                continue;
            AdamWRates rates = rates_;
            rates.learningRate = step.learningRate;
            if (!stretch.decays)
                rates.weightDecay = 0;
            adamWStep(rates, step.number, static_cast<float>(step.gradientScale),
                      static_cast<std::size_t>(end - begin),
                      parameters.values().data_ptr<float>() + begin,
                      parameters.gradients().data_ptr<float>() + begin,
                      mean_.data_ptr<float>() + begin, square_.data_ptr<float>() + begin);
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

void ParameterOptimizer::update(Parameters& parameters, const UpdateStep& step,
                                const InParts& parts) {
    parts(parameters.values().numel(), [&](std::int64_t first, std::int64_t count) {
        updatePart(parameters, step, first, count);
    });
}

std::unique_ptr<ParameterOptimizer> makeOptimizer(const TrainingSpec& spec,
                                                  Parameters& parameters) {
    if (spec.optimizer == Optimizer::Sgd)
        return std::make_unique<Sgd>();
    return std::make_unique<AdamW>(
        AdamWRates{.beta1 = spec.beta1, .beta2 = spec.beta2, .weightDecay = spec.weightDecay},
        parameters);
}

double gradientNorm(Parameters& parameters, const InParts& parts, const ForSome& ready,
                    const ForSome& seen) {
    const std::int64_t size = parameters.gradients().numel();
    const float* gradients = parameters.gradients().data_ptr<float>();
    // Sums of their own, added up in their order: the same however many compute them.
    std::vector<double> squares(static_cast<std::size_t>((size + piece - 1) / piece));
    parts(static_cast<std::int64_t>(squares.size()), [&](std::int64_t first, std::int64_t count) {
        for (std::int64_t i = first; i < first + count; ++i) {
            const std::int64_t begin = i * piece;
            const std::int64_t some = std::min(piece, size - begin);
            if (ready)
                ready(begin, some);
            squares[static_cast<std::size_t>(i)] =
                sumOfSquares(gradients + begin, static_cast<std::size_t>(some));
            if (seen)
                seen(begin, some);
        }
    });
    return std::sqrt(std::accumulate(squares.begin(), squares.end(), 0.0));
}

double clippingScale(double norm, double most) {
    return most > 0 && norm > most ? most / norm : 1;
}

} // namespace neural
