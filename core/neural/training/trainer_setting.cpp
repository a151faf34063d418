// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/compute_threads.h"
#include "core/neural/training/trainer.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

// How a run's steps are laid out over the cores.

namespace neural {

/// Everything that a step's time depends on.
std::string Trainer::settingKey() const {
    return fmt::format(
        "{}, {} cores, {}: {} parameters, context {}, {} rows in {} shares and {} parts{}{}",
        computeLibraries(), std::thread::hardware_concurrency(), request_.spec.architecture,
        network_->parameters().values().numel(), contextLength(request_.spec), spec_.batchSize,
        replicas_->shares(), replicas_->parts(),
        spec_.precision == Precision::Bfloat16 ? ", bfloat16" : "",
        adapters_ ? fmt::format(", adapters of rank {}", spec_.adapters.rank) : "");
}

/// The gradients of the run's next batch.
at::Tensor Trainer::gradientsIn(const ComputeSetting& setting) {
    const std::uint64_t step = state_.info.step + 1;
    data_->examples().draw(spec_.seed, step, std::size_t{spec_.batchSize} * group_->size(), batch_);
    replicas_->use(setting);
    replicas_->begin();
    addGradients(step, 0, static_cast<double>(batch_.losses()));
    replicas_->end();
    return learnt().gradients().clone();
}

void Trainer::findSettings() {
    std::vector<ComputeSetting> settings = {replicas_->usualSetting()};
    std::optional<MeasuredSetting> known;
    if (spec_.threads == 0) { // who names a number has chosen
        known = memory_.find(settingKey());
        settings = computeSettings(replicas_->parts(), computeThreads(0));
    }
    const unsigned usual = replicas_->usualSetting().productThreads;
    const auto others = [usual](const ComputeSetting& s) { return s.productThreads != usual; };
    if (known && known->setting.productThreads == usual && replicas_->parts() > 1)
        std::erase_if(settings, others);
    // Most BLAS builds compute the same in any number of threads; those that do not have no choice.
    if (std::any_of(settings.begin(), settings.end(), others)) {
        const at::Tensor gradients = gradientsIn(replicas_->usualSetting());
        std::erase_if(settings, [&](const ComputeSetting& setting) {
            return others(setting) && !at::equal(gradientsIn(setting), gradients);
        });
    }
    chooser_.emplace(std::move(settings), known);
    state_.info.setting = chooser_->chosen();
}

void Trainer::hearStep(double seconds) {
    if (const auto choice = chooser_->hear(seconds))
        memory_.keep(settingKey(), *choice);
    state_.info.setting = chooser_->chosen();
}

} // namespace neural
