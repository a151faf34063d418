// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/library/library.h"
#include "core/tasks/run_samples.h"
#include "core/tasks/train_neural.h"

#include <chrono>
#include <exception>
#include <optional>
#include <vector>

namespace tasks {

/// Stores what a run gives while it trains, in the training thread. A library that refuses (a full
/// disk) is tried again later and never ends the training, so that its checkpoint is not lost.
class RunRecorder final : public neural::TrainingObserver {
public:
    /// `model` is what is stored with the first checkpoint, unless the run has one already.
    RunRecorder(library::Library& library, std::int64_t run, library::Model model,
                const NeuralObserver& observer);

    void onStep(const neural::StepMetrics& metrics) override;
    void onCheckpoint(std::uint64_t step) override;
    void onSample(const neural::Sample& sample) override;
    void onJoined(unsigned joined) override;

    /// Stores what is left. Throws where the library still refuses.
    void finish();
    std::optional<library::Model> model() const;
    /// The checkpoint that the run's model is: its last, or its best.
    void setCheckpoint(const std::filesystem::path& checkpoint);

private:
    void store();
    void tryToStore() noexcept;

    library::Library* library_;
    std::int64_t run_;
    library::Model wanted_;
    std::optional<std::int64_t> model_;
    bool modelDue_ = false;
    RunSamples samples_;
    const NeuralObserver* observer_;
    std::vector<neural::StepMetrics> pending_;
    std::chrono::steady_clock::time_point stored_;
};

} // namespace tasks
