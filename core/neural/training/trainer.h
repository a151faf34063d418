// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/network.h"
#include "core/neural/backend.h"
#include "core/neural/compute/setting_memory.h"
#include "core/neural/training/adapters.h"
#include "core/neural/training/optimizer.h"
#include "core/neural/training/process_group.h"
#include "core/neural/training/replicas.h"
#include "core/neural/training/training_data.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace neural {

/// One training run, from its start or from its checkpoint, in the calling thread. Knows nothing of
/// architectures.
class Trainer {
public:
    /// Throws base::Cancelled where a stop is requested before the first step can be taken.
    Trainer(const TrainingRequest& request, TrainingObserver& observer, base::Progress& progress,
            const std::stop_token& stop);
    TrainingResult run(const std::stop_token& stop);
    /// See Backend::testRates. Instead of a run, with a trainer that was made for it.
    std::vector<RatePoint> testRates(const RateRange& range, const RateListener& onPoint,
                                     const std::stop_token& stop);

private:
    void tellJoined(unsigned joined) const;
    /// The checkpoint to go on from; throws where it belongs to another run.
    Checkpoint openResumed() const;
    void resume(const Checkpoint& checkpoint);
    void start();
    /// Measures one step, or nothing where a stop came among its batches: it was not taken then.
    std::optional<StepMetrics> takeStep(std::uint64_t step, double learningRate,
                                        const std::stop_token& stop);
    /// Whether any process of the group was asked to stop; all of them ask at once.
    bool mustStop(const std::stop_token& stop);
    /// Adds one batch's share of the step's gradients; returns its share of the loss.
    double addGradients(std::uint64_t step, unsigned part, double losses);
    /// Ends the gradients of a step, over all shares and processes, and changes by them
    /// what is learnt; returns their norm.
    double learn(UpdateStep step);
    /// What is learnt: the network's numbers, or those of its adapters.
    Parameters& learnt() { return adapters_ ? adapters_->parameters() : network_->parameters(); }
    struct Validation {
        double loss = 0;
        double right = 0; ///< see StepMetrics::accuracy
    };
    /// Nothing where there is no such text or a stop came between.
    std::optional<Validation> validate(const HeldOut& text, const std::stop_token& stop);
    void validateInto(StepMetrics& metrics, const std::stop_token& stop);
    void measureStart(const std::stop_token& stop);
    void endStep(StepMetrics& metrics, double seconds);
    void sample(const std::stop_token& stop);
    void save();
    void saveBest();
    bool isSound();
    void write(const std::filesystem::path& path);
    void report() const;
    bool isDue(std::uint64_t step) const;
    bool hasLostPatience() const;
    std::string settingKey() const;
    at::Tensor gradientsIn(const ComputeSetting& setting);
    /// Which settings the run may be in, and which of them it begins with.
    void findSettings();
    void hearStep(double seconds);
    [[noreturn]] void throwDiverged(std::uint64_t step) const;

    const TrainingRequest& request_;
    const TrainingSpec& spec_;
    TrainingObserver& observer_;
    base::Progress& progress_;
    std::unique_ptr<Network> network_;
    std::unique_ptr<ProcessGroup> group_;
    std::optional<Adapters> adapters_;
    std::optional<TrainingData> data_;
    std::unique_ptr<ParameterOptimizer> optimizer_;
    std::unique_ptr<Replicas> replicas_;
    bool gradientsAreZero_ = false; ///< of every share
    SettingMemory memory_;
    std::optional<SettingChooser> chooser_; ///< of a run
    Batch batch_;
    CheckpointState state_; ///< as after the last whole step
    std::optional<std::uint64_t> savedStep_;
};

} // namespace neural
