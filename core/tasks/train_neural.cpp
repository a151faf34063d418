// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/train_neural.h"

#include "core/base/error.h"
#include "core/library/library.h"
#include "core/neural/checkpoint.h"
#include "core/neural/loader.h"
#include "core/neural/parameter_count.h"
#include "core/tasks/corpus_name.h"
#include "core/tasks/neural_run.h"
#include "core/tasks/prepare_tokens.h"
#include "core/tasks/run_samples.h"
#include "core/tasks/token_names.h"

#include <nlohmann/json.hpp>

#include <memory>

namespace tasks {

namespace fs = std::filesystem;

namespace {

std::string lockName(std::int64_t run) {
    return "run-" + std::to_string(run);
}

neural::Backend& loadBackend(base::Progress& progress) {
    progress.report({{NG_TEXT("core", "Loading LibTorch")}, 0, 0});
    return neural::backend();
}

library::Model modelOf(const library::Library& library, const library::Run& run,
                       const fs::path& checkpoint) {
    library::Model model;
    model.name = run.name;
    model.kind = "neural";
    model.file = checkpoint.lexically_relative(library.folder());
    model.tokenCache = run.tokenCache;
    model.specification = nlohmann::json(run.spec).dump();
    model.corpora = run.corpora;
    return model;
}

/// What a run is trained on, and from where.
struct Beginning {
    const PreparedTokens& tokens;
    bool resume = false;
    fs::path start; ///< as neural::TrainingRequest's
};

/// Trains a run that is stored and locked, and stores how it ends.
NeuralOutcome carryOut(library::Library& library, const library::Run& run,
                       const Beginning& beginning, const NeuralObserver& observer,
                       base::Progress& progress, const std::stop_token& stop) {
    try {
        neural::Backend& backend = loadBackend(progress);
        const fs::path checkpoint = library.runs().checkpoint(run.id);
        RunRecorder recorder(library, run.id, modelOf(library, run, checkpoint), observer);
        recorder.setCheckpoint(checkpoint);
        if (observer.onStarted)
            observer.onStarted(run);
        NeuralOutcome outcome;
        try {
            outcome.result = backend.train({run.spec, beginning.tokens.tokenizer.get(),
                                            beginning.tokens.cache->tokens(), checkpoint,
                                            beginning.resume, beginning.start},
                                           recorder, progress, stop);
        } catch (...) {
            try {
                recorder.finish();         // the curve up to the failure is worth seeing
            } catch (const base::Error&) { // the first failure is the one to tell
            }
            throw;
        }
        recorder.finish();
        // What came after the best was of no use.
        if (outcome.result.stoppedEarly)
            recorder.setCheckpoint(neural::bestCheckpoint(checkpoint));
        library.runs().setState(run.id, outcome.result.stopped ? library::RunState::Stopped
                                        : outcome.result.stoppedEarly
                                            ? library::RunState::StoppedEarly
                                            : library::RunState::Finished);
        outcome.run = library.runs().get(run.id);
        outcome.model = recorder.model();
        return outcome;
    } catch (const std::exception& error) {
        const bool cancelled = dynamic_cast<const base::Cancelled*>(&error) != nullptr;
        try {
            if (cancelled)
                library.runs().setState(run.id, library::RunState::Stopped);
            else
                library.runs().setState(run.id, library::RunState::Failed, error.what());
        } catch (const base::Error&) { // recover() will find it interrupted
        }
        throw;
    }
}

std::unique_ptr<library::WorkLock> lockRun(const library::Library& library,
                                           const library::Run& run) {
    try {
        return std::make_unique<library::WorkLock>(library.folder(), lockName(run.id));
    } catch (const base::LibraryError&) {
        throw base::InputError({NG_TEXT("core", "The run {0} is still going on in this or another "
                                                "program. Stop it there first."),
                                {run.name}});
    }
}

/// The model that a run begins with; nothing where its weights are drawn.
std::optional<library::Model> firstModel(const NeuralRequest& request) {
    if (!request.from)
        return std::nullopt;
    library::Model model = library::Library(request.library).models().get(*request.from);
    if (model.kind != "neural")
        throw base::InputError({NG_TEXT("core", "The model {0} is no neural network. Choose one "
                                                "that is."),
                                {model.name}});
    return model;
}

} // namespace

NeuralOutcome trainNeural(const NeuralRequest& given, const NeuralObserver& observer,
                          base::Progress& progress, const std::stop_token& stop) {
    NeuralRequest request = given;
    const auto first = firstModel(request);
    fs::path start;
    PreparedTokens tokens;
    if (first) {
        start = request.library / first->file;
        const neural::Checkpoint checkpoint(start);
        request.spec = checkpoint.state().info.spec;
        request.spec.training = given.spec.training;
        neural::requireValid(request.spec);
        tokens =
            prepareTokens(request.library, request.corpora, checkpoint.tokenizer(), progress, stop);
    } else {
        neural::requireValid(request.spec);
        tokens = prepareTokens(request.library, request.corpora, request.tokenizer, request.cut,
                               progress, stop);
    }
    loadBackend(progress); // where it is missing, no run is begun
    base::throwIfStopped(stop);

    library::Library library(request.library);
    library::Run run;
    run.name = request.name;
    if (run.name.empty())
        run.name = nameOfCorpora(library, request.corpora) + " " +
                   (first ? first->name : request.spec.architecture);
    run.spec = request.spec;
    run.corpora = request.corpora;
    run.tokenCache = tokens.relativePath;
    run.parameters = neural::parameterCount(request.spec, tokens.tokenizer->vocabulary().size());
    std::unique_ptr<library::WorkLock> lock;
    const std::int64_t id = library.runs().add(run, [&](std::int64_t added) {
        lock = std::make_unique<library::WorkLock>(library.folder(), lockName(added));
    });
    return carryOut(library, library.runs().get(id), {tokens, false, start}, observer, progress,
                    stop);
}

NeuralOutcome resumeNeural(const fs::path& folder, std::int64_t id, std::uint64_t steps,
                           const NeuralObserver& observer, base::Progress& progress,
                           const std::stop_token& stop) {
    library::Library library(folder);
    library::Run run = library.runs().get(id);
    const auto lock = lockRun(library, run);
    const fs::path checkpoint = library.runs().checkpoint(id);
    if (!fs::exists(checkpoint))
        throw base::InputError({NG_TEXT("core", "The run {0} has no checkpoint to go on from. "
                                                "Start a new run."),
                                {run.name}});
    const std::uint64_t taken = neural::readCheckpointInfo(checkpoint).step;
    run.spec.training.steps = steps > 0 ? steps : run.spec.training.steps;
    if (run.spec.training.steps <= taken)
        throw base::InputError({NG_TEXT("core", "The run {0} has taken its {1} steps already. Ask "
                                                "for more steps than that to go on."),
                                {run.name, std::to_string(taken)}});

    neural::Backend& backend = loadBackend(progress);
    std::shared_ptr<const lm::LanguageModel> trained;
    const PreparedTokens tokens = restoreTokens(
        folder, run.tokenCache, run.corpora,
        [&]() -> const text::Tokenizer& {
            trained = backend.openModel(checkpoint);
            return trained->tokenizer();
        },
        progress, stop);
    base::throwIfStopped(stop);

    library.runs().setSpecification(id, run.spec);
    library.runs().forgetMetricsAfter(id, taken);
    RunSamples(checkpoint).forgetAfter(taken);
    library.runs().setState(id, library::RunState::Running);
    return carryOut(library, library.runs().get(id), {tokens, true, {}}, observer, progress, stop);
}

} // namespace tasks
