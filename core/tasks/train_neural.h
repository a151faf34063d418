// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/library/model_store.h"
#include "core/library/run_store.h"
#include "core/neural/backend.h"
#include "core/tasks/run_start.h"
#include "core/text/tokenizer_spec.h"
#include "core/text/vocabulary.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace tasks {

struct NeuralRequest {
    std::filesystem::path library;
    std::vector<std::int64_t> corpora;
    text::TokenizerSpec tokenizer;
    text::VocabularyCut cut;
    neural::RunSpec spec;
    std::string name; ///< of run and model; empty: made from corpus and architecture
    /// What to begin with: its network and tokenizer count, not the request's. Tokens that its
    /// vocabulary lacks are read as <unk>.
    std::optional<StartFrom> from = {};
    /// The process's place among others that are given the same request and library; those that do
    /// not lead store nothing, and their outcome has no run.
    neural::GroupSpec group = {};
};

/// Hears of a run as it goes on, in the training thread.
struct NeuralObserver {
    std::function<void(const library::Run&)> onStarted;
    std::function<void(const neural::StepMetrics&)> onStep;
    std::function<void(const neural::Sample&)> onSample = {};
    /// As neural::TrainingObserver's; also of a process that does not lead.
    std::function<void(unsigned joined)> onJoined = {};
};

struct NeuralOutcome {
    library::Run run;
    std::optional<library::Model> model; ///< none where it was stopped before any checkpoint
    neural::TrainingResult result;
};

/// Starts a run: tokenizes, trains, stores metrics as they come (in batches, at least four times a
/// second) and the model with its first checkpoint. A stop keeps what was learnt; of a run that
/// stops early the model is the best checkpoint. A failure marks
/// the run failed and throws.
NeuralOutcome trainNeural(const NeuralRequest& request, const NeuralObserver& observer,
                          base::Progress& progress, const std::stop_token& stop);

/// Goes on with a run from its checkpoint, up to `steps` (0: as many as it was meant to have).
/// Gives the losses that a run never interrupted gives (same machine, same thread count).
NeuralOutcome resumeNeural(const std::filesystem::path& library, std::int64_t run,
                           std::uint64_t steps, const NeuralObserver& observer,
                           base::Progress& progress, const std::stop_token& stop,
                           const neural::GroupSpec& group = {});

} // namespace tasks
