// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_output.h"
#include "app/cli/launched_group.h"
#include "app/cli/network_options.h"
#include "app/cli/rate_command.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "app/cli/text_options.h"
#include "core/neural/specification/training_names.h"
#include "core/tasks/train_neural.h"

#include <fmt/format.h>

#include <cmath>

namespace cli {

namespace {

/// "; before the first step they were 2.1 and 8.2"
std::string beforeIt(const library::Run& run) {
    if (!run.oldLossAtStart)
        return {};
    return fmt::format("; before the first step they were {} and {}", shown(*run.oldLossAtStart, 6),
                       shown(std::exp(*run.oldLossAtStart), 4));
}

/// What a person should know of a run that went on from another model.
void noteOrigin(const library::Run& run) {
    if (!run.origin)
        return;
    if (run.origin->unknownTokens > 0)
        printNote(fmt::format("{} tokens of the text are not in the vocabulary of {} and were read "
                              "as <unk>.",
                              run.origin->unknownTokens, run.origin->model));
    if (run.accuracy)
        printNote(fmt::format("Of what was kept for validation {:.1f} % is told right.",
                              *run.accuracy * 100));
    if (run.oldValidationLoss)
        printNote(fmt::format("On the text that {} had learnt from, the validation loss is {} nats "
                              "per token now, a perplexity of {}{}.",
                              run.origin->model, shown(*run.oldValidationLoss, 6),
                              shown(std::exp(*run.oldValidationLoss), 4), beforeIt(run)));
    if (const auto why = library::whyNotMeasured(run.origin->oldText, run.origin->model))
        printNote(why->english());
}

int finishNeural(Session& session, const tasks::NeuralOutcome& outcome) {
    const auto& result = outcome.result;
    const std::string model = outcome.model ? outcome.model->name : std::string();
    if (session.json)
        printJson({{"model", outcome.model ? nlohmann::json(model) : nlohmann::json(nullptr)},
                   {"model_id",
                    outcome.model ? nlohmann::json(outcome.model->id) : nlohmann::json(nullptr)},
                   {"run", outcome.run.id},
                   {"run_name", outcome.run.name},
                   {"step", result.step},
                   {"stopped", result.stopped},
                   {"stopped_early", result.stoppedEarly},
                   {"training_loss", number(result.trainingLoss)},
                   {"validation_loss", number(result.validationLoss)},
                   {"loss_unit", neural::lossUnit(outcome.run.spec.training.task)},
                   {"old_validation_loss", number(outcome.run.oldValidationLoss)},
                   {"old_validation_loss_at_start", number(outcome.run.oldLossAtStart)},
                   {"accuracy", number(outcome.run.accuracy)},
                   {"seconds", result.seconds},
                   {"peak_memory_bytes", peakMemory()}});
    else
        print(fmt::format("{} run {} ({}) at step {}: training loss {}, validation loss {} {}, "
                          "{:.1f} s, {} MB at most\n",
                          result.stopped        ? "Stopped"
                          : result.stoppedEarly ? "Stopped early"
                                                : "Finished",
                          outcome.run.id, outcome.run.name, result.step,
                          shown(result.trainingLoss, 6), shown(result.validationLoss, 6),
                          neural::lossUnit(outcome.run.spec.training.task), result.seconds,
                          peakMemory() / 1000000));
    noteOrigin(outcome.run);
    if (result.stoppedEarly) {
        const auto best = neural::readCheckpointInfo(
            neural::bestCheckpoint(session.library().runs().checkpoint(outcome.run.id)));
        printNote(fmt::format("The validation loss no longer improved: the model is that of step "
                              "{}, the best.",
                              best.step));
    }
    if (!result.stopped)
        return succeeded;
    printNote(fmt::format("What was learnt is kept. Go on with: train neural --resume {}",
                          outcome.run.id));
    return interrupted;
}

/// Draws losses beside the bar, at most four times a second; nothing where there is no terminal.
class LossProgress final : public base::Progress {
public:
    explicit LossProgress(const neural::GroupSpec& group) : group_(group) {}
    tasks::NeuralObserver observer() {
        tasks::NeuralObserver observer;
        observer.onStep = [this](const neural::StepMetrics& metrics) {
            loss_ = metrics.trainingLoss;
        };
        observer.onJoined = [this](unsigned joined) { noteJoined(joined); };
        return observer;
    }
    void report(const base::ProgressReport& report) override {
        if (std::isnan(loss_))
            return bar_.report(report);
        base::ProgressReport withLoss = report;
        withLoss.stage = {"{0}, loss {1}", {report.stage.english(), shown(loss_)}};
        bar_.report(withLoss);
    }

private:
    /// Also where nobody sees the bar: a launcher's processes write into a file.
    void noteJoined(unsigned joined) const {
        if (joined == 0)
            printNote(fmt::format("Waiting for the process of rank 0 at {}:{}; end this one by "
                                  "Ctrl+C.",
                                  group_.address, group_.port));
        else if (joined < group_.size)
            printNote(fmt::format("{} of {} processes are there; waiting for the others, end by "
                                  "Ctrl+C.",
                                  joined, group_.size));
        else
            printNote(fmt::format("All {} processes are there.", group_.size));
    }

    const neural::GroupSpec& group_;
    TerminalProgress bar_;
    double loss_ = std::nan("");
};

struct FromOptions {
    std::string name;
    bool best = false;
};

int trainNeural(Session& session, tasks::NeuralRequest request, const TextOptions& options,
                const RangeTestOptions& rangeTest, const FromOptions& from) {
    if (!from.name.empty())
        request.from = session.start(from.name, from.best);
    request.library = session.libraryFolder;
    request.corpora = session.corpora(options.corpora);
    request.tokenizer = options.spec();
    request.cut = options.cut;
    request.name = options.name;
    request.group = launchedGroup();
    if (request.spec.training.threads == 0 && !request.group.isAlone())
        request.spec.training.threads = threadsOfLocalGroup();
    if (rangeTest.asked->count() > 0)
        return testRates(session, request, rangeTest.range);
    tasks::NeuralOutcome outcome;
    {
        LossProgress progress(request.group);
        outcome = tasks::trainNeural(request, progress.observer(), progress, session.stop);
    }
    if (!request.group.leads())
        return outcome.result.stopped ? interrupted : succeeded; // the leading process tells
    return finishNeural(session, outcome);
}

int resumeNeural(Session& session, const std::string& run, std::uint64_t steps) {
    const auto found = session.run(run);
    const neural::GroupSpec group = launchedGroup();
    tasks::NeuralOutcome outcome;
    {
        LossProgress progress(group);
        outcome = tasks::resumeNeural(session.libraryFolder, found.id, steps, progress.observer(),
                                      progress, session.stop, group);
    }
    if (!group.leads())
        return outcome.result.stopped ? interrupted : succeeded; // the leading process tells
    return finishNeural(session, outcome);
}

std::vector<const CLI::Option*> optionsOf(const CLI::App& app) {
    const auto options = app.get_options();
    return {options.begin(), options.end()};
}

} // namespace

void addTrainNeuralCommand(CLI::App& train, Session& session) {
    auto* app = train.add_subcommand("neural", "Train a neural model, or go on with a run");
    auto options = std::make_shared<TextOptions>();
    auto request = std::make_shared<tasks::NeuralRequest>();
    auto resumed = std::make_shared<std::string>();
    auto from = std::make_shared<FromOptions>();
    auto network = std::make_shared<NetworkOptions>();
    auto* corpora = addTextOptions(*app, *options);
    auto* name = app->get_option("--name");
    network->addTo(*app);
    const std::vector<const CLI::Option*> described = optionsOf(*app); // of text and network
    auto rangeTest = std::make_shared<RangeTestOptions>();
    rangeTest->addTo(*app);
    auto* steps = addTrainingOptions(*app, request->spec.training);
    auto* begun = app->add_option("--from", from->name,
                                  "Go on from this neural model (number or name) or run (name, or "
                                  "run:NUMBER), with its network and tokenizer; only --corpus, "
                                  "--name and options of training may be given besides");
    app->add_flag("--from-best", from->best,
                  "With --from a run: from its best checkpoint, not its last")
        ->needs(begun);
    begun->excludes(rangeTest->asked); // which begins with a network of its own
    auto* resume = app->add_option("--resume", *resumed,
                                   "Go on with this run (number or name) as it was begun; only "
                                   "--steps may be given besides");
    app->callback([=, &session] {
        if (resume->count() > 0) {
            for (const auto* option : app->get_options())
                if (option->count() > 0 && option != resume && option != steps)
                    throw CLI::ExcludesError("--resume", option->get_name());
        } else if (corpora->count() == 0) {
            throw CLI::RequiredError("--corpus (or --resume)");
        }
        if (begun->count() > 0)
            for (const auto* option : described)
                if (option->count() > 0 && option != corpora && option != name)
                    throw CLI::ExcludesError("--from", option->get_name());
        const neural::TrainingSpec training = request->spec.training;
        request->spec = network->spec();
        const unsigned usualBatch = request->spec.training.batchSize;
        request->spec.training = training;
        if (app->get_option("--batch")->count() == 0)
            request->spec.training.batchSize = usualBatch;
        const bool resuming = resume->count() > 0;
        const std::uint64_t wanted = steps->count() > 0 ? request->spec.training.steps : 0;
        session.action = [=, &session] {
            return resuming ? resumeNeural(session, *resumed, wanted)
                            : trainNeural(session, *request, *options, *rangeTest, *from);
        };
    });
}

} // namespace cli
