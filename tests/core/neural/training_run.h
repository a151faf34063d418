// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/loader.h"
#include "tests/core/neural/small_corpus.h"

#include <QString>

#include <stop_token>

/// What the tests of runs and of trained models share: a run through the loaded module.
namespace neural {

/// Keeps what it hears; can ask for a stop at a step.
class Listener final : public TrainingObserver {
public:
    std::vector<StepMetrics> steps;
    std::vector<std::uint64_t> checkpoints;
    std::vector<Sample> samples;
    std::uint64_t stopAt = 0;
    std::stop_source stop;

    void onStep(const StepMetrics& metrics) override {
        steps.push_back(metrics);
        if (stopAt > 0 && metrics.step == stopAt) // 0: before a step is taken
            stop.request_stop();
    }
    void onCheckpoint(std::uint64_t step) override { checkpoints.push_back(step); }
    void onSample(const Sample& sample) override { samples.push_back(sample); }

    /// Every loss after `step`, to be compared bit by bit.
    std::vector<double> losses(std::uint64_t after = 0) const {
        std::vector<double> losses;
        for (const StepMetrics& metrics : steps)
            if (metrics.step > after) {
                losses.push_back(metrics.trainingLoss);
                losses.push_back(metrics.validationLoss.value_or(-1));
            }
        return losses;
    }
};

inline TrainingResult train(const RunSpec& spec, const SmallCorpus& corpus,
                            const std::filesystem::path& path, Listener& listener,
                            bool resume = false) {
    base::NoProgress progress;
    return backend().train({spec, &corpus.tokenizer, corpus.tokens, path, resume}, listener,
                           progress, listener.stop.get_token());
}

inline std::filesystem::path checkpointIn(const QString& folder) {
    return folder.toStdString() + "/checkpoint.ngc";
}

} // namespace neural
