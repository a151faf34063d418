// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/data/random_key.h"
#include "core/neural/training/trainer.h"

#include <cmath>

// One step: gradients of a batch, and what is learnt of them.

namespace neural {

double Trainer::addGradients(std::uint64_t step, unsigned part, double losses) {
    // One batch after another, in each of them one for each process.
    const unsigned batch = part * group_->size() + group_->rank();
    const auto batches = static_cast<double>(spec_.accumulation) * group_->size();
    // A function of seed, step and batch alone, like the batch itself.
    const std::uint64_t key = mix(mix(mix(spec_.seed) + 1) ^ step) + batch;
    return replicas_->addGradients(batch_, std::size_t{batch} * spec_.batchSize, spec_.batchSize,
                                   losses, 1.0 / batches, key);
}

double Trainer::learn(UpdateStep step) {
    const InParts parts = [this](std::int64_t size, const auto& work) {
        replicas_->forEachPart(size, work);
    };
    // Where nothing stands between them, one pass through memory sums the shares' gradients,
    // measures them, and changes what is learnt.
    ForSome ready = [this](std::int64_t first, std::int64_t count) {
        replicas_->endPart(first, count);
    };
    if (!group_->isAlone()) {
        replicas_->end();
        group_->sum(learnt().gradients());
        ready = nullptr;
    }
    const ForSome seen = [&](std::int64_t first, std::int64_t count) {
        optimizer_->updatePart(learnt(), step, first, count);
    };
    const bool clips = spec_.gradientClip > 0;
    const double norm = gradientNorm(learnt(), parts, ready, clips ? nullptr : seen);
    if (clips) {
        step.gradientScale = clippingScale(norm, spec_.gradientClip);
        optimizer_->update(learnt(), step, parts);
    }
    return norm;
}

std::optional<StepMetrics> Trainer::takeStep(std::uint64_t step, double learningRate,
                                             const std::stop_token& stop) {
    data_->examples().draw(spec_.seed, step,
                           std::size_t{spec_.batchSize} * spec_.accumulation * group_->size(),
                           batch_);
    const auto losses = static_cast<double>(batch_.losses());
    StepMetrics metrics;
    metrics.step = step;
    metrics.predictions = batch_.predictions();
    replicas_->use(chooser_ ? chooser_->setting() : replicas_->usualSetting());
    if (!gradientsAreZero_)
        replicas_->begin();
    gradientsAreZero_ = false;
    for (unsigned part = 0; part < spec_.accumulation; ++part) {
        // A process that left its step would leave the others waiting.
        if (part > 0 && group_->isAlone() && stop.stop_requested())
            return std::nullopt;
        metrics.trainingLoss += addGradients(step, part, losses);
    }
    const c10::NoGradGuard guard;
    metrics.trainingLoss = group_->sum(metrics.trainingLoss);
    if (!std::isfinite(metrics.trainingLoss))
        throwDiverged(step);
    metrics.gradientNorm = learn({step, learningRate});
    metrics.learningRate = learningRate;
    gradientsAreZero_ = true;
    if (adapters_)
        adapters_->apply();
    return metrics;
}

} // namespace neural
