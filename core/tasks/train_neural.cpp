// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/train_neural.h"

#include "core/base/error.h"
#include "core/library/library.h"
#include "core/neural/checkpoints/checkpoint.h"
#include "core/neural/loader.h"
#include "core/neural/specification/parameter_count.h"
#include "core/tasks/corpus_name.h"
#include "core/tasks/neural_run.h"
#include "core/tasks/prepare_tokens.h"
#include "core/tasks/run_samples.h"
#include "core/tasks/token_names.h"
#include "core/tasks/training_material.h"

#include <nlohmann/json.hpp>

#include <algorithm>
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
    const Material& material;
    bool resume = false;
    fs::path start; ///< as neural::TrainingRequest's
    neural::OldText old = {};
    neural::GroupSpec group = {};
    fs::path settings = {}; ///< as neural::TrainingRequest's
};

/// Where the quickest settings of runs like this one are remembered.
fs::path settingsFile(const library::Library& library) {
    return library.folder() / "compute-settings.json";
}

neural::TrainingRequest requestOf(const neural::RunSpec& spec, const Beginning& beginning,
                                  const fs::path& checkpoint) {
    const Material& material = beginning.material;
    neural::TrainingRequest request;
    request.spec = spec;
    request.tokenizer = material.tokenizer.get();
    if (material.text.cache)
        request.tokens = material.text.cache->tokens();
    request.sequences = material.examples.sequences;
    request.checkpoint = checkpoint;
    request.resume = beginning.resume;
    request.start = beginning.start;
    request.old = beginning.old;
    request.group = beginning.group;
    request.settings = beginning.settings;
    return request;
}

/// Takes part in a run that another process leads.
NeuralOutcome help(const neural::RunSpec& spec, const Beginning& beginning,
                   const fs::path& checkpoint, const NeuralObserver& observer,
                   base::Progress& progress, const std::stop_token& stop) {
    class Helper final : public neural::TrainingObserver {
    public:
        explicit Helper(const NeuralObserver& observer) : observer_(observer) {}
        void onStep(const neural::StepMetrics& /*metrics*/) override {}
        void onCheckpoint(std::uint64_t /*step*/) override {}
        void onJoined(unsigned joined) override {
            if (observer_.onJoined)
                observer_.onJoined(joined);
        }

    private:
        const NeuralObserver& observer_;
    };
    Helper helper(observer);
    NeuralOutcome outcome;
    outcome.result =
        neural::backend().train(requestOf(spec, beginning, checkpoint), helper, progress, stop);
    return outcome;
}

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
            outcome.result =
                backend.train(requestOf(run.spec, beginning, checkpoint), recorder, progress, stop);
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

/// What stays of a run's old text for validation; nothing where there is no such text.
neural::OldText oldText(const library::Run& run, const OldTokens& old) {
    if (!old.tokens)
        return {};
    return {old.tokens->cache->tokens(), run.origin->validationShare};
}

std::string nameOf(library::Library& library, const NeuralRequest& request,
                   const std::optional<Start>& start) {
    if (!request.name.empty())
        return request.name;
    return nameOfCorpora(library, request.corpora) + " " +
           (start ? start->name : request.spec.architecture);
}

} // namespace

NeuralOutcome trainNeural(const NeuralRequest& given, const NeuralObserver& observer,
                          base::Progress& progress, const std::stop_token& stop) {
    NeuralRequest request = given;
    library::Library library(request.library);
    std::optional<Start> start;
    if (request.from)
        start = findStart(library, *request.from);
    const Material material = start ? materialFrom(request, *start, progress, stop)
                                    : newMaterial(request, progress, stop);
    loadBackend(progress); // where it is missing, no run is begun
    base::throwIfStopped(stop);

    library::Run run;
    run.name = nameOf(library, request, start);
    if (start)
        run.origin = start->origin;
    run.spec = request.spec;
    run.corpora = request.corpora;
    run.tokenCache = material.text.relativePath;
    run.parameters = neural::parameterCount(request.spec, material.tokenizer->vocabulary().size());
    OldTokens before;
    if (start) {
        before = oldTokens(request.library, run, start->checkpoint, progress, stop);
        run.origin->oldText = before.state;
    }
    const Beginning beginning{material,
                              false,
                              start ? start->checkpoint : fs::path(),
                              oldText(run, before),
                              request.group,
                              settingsFile(library)};
    if (!request.group.leads())
        return help(run.spec, beginning, {}, observer, progress, stop);
    std::unique_ptr<library::WorkLock> lock;
    const std::int64_t id = library.runs().add(run, [&](std::int64_t added) {
        lock = std::make_unique<library::WorkLock>(library.folder(), lockName(added));
    });
    return carryOut(library, library.runs().get(id), beginning, observer, progress, stop);
}

NeuralOutcome resumeNeural(const fs::path& folder, std::int64_t id, std::uint64_t steps,
                           const NeuralObserver& observer, base::Progress& progress,
                           const std::stop_token& stop, const neural::GroupSpec& group) {
    library::Library library(folder);
    library::Run run = library.runs().get(id);
    const auto lock = group.leads() ? lockRun(library, run) : nullptr;
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

    loadBackend(progress);
    const Material material = restoredMaterial(folder, run, checkpoint, progress, stop);
    OldTokens before;
    if (run.origin)
        before = oldTokens(folder, run, checkpoint, progress, stop);
    base::throwIfStopped(stop);

    const Beginning beginning{
        material, true, {}, oldText(run, before), group, settingsFile(library)};
    if (!group.leads())
        return help(run.spec, beginning, checkpoint, observer, progress, stop);
    library.runs().setSpecification(id, run.spec);
    if (run.origin)
        library.runs().setOldText(id, before.state);
    library.runs().forgetMetricsAfter(id, taken);
    RunSamples(checkpoint).forgetAfter(taken);
    library.runs().setState(id, library::RunState::Running);
    return carryOut(library, library.runs().get(id), beginning, observer, progress, stop);
}

} // namespace tasks
