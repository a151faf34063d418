// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_output.h"
#include "app/cli/launched_group.h"
#include "app/cli/network_options.h"
#include "app/cli/rate_command.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "core/tasks/backoff_models.h"
#include "core/tasks/open_model.h"
#include "core/tasks/prepare_tokens.h"
#include "core/tasks/reestimate.h"
#include "core/tasks/train_neural.h"
#include "core/tasks/train_ngram.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <optional>

namespace cli {

namespace {

/// What both kinds of training ask for, as it stands on the command line.
struct TextOptions {
    std::vector<std::string> corpora;
    std::string tokenizer = "words";
    std::string unit = "line";
    bool foldCase = false;
    text::VocabularyCut cut;
    std::string name;

    text::TokenizerSpec spec() const {
        return {text::tokenizerKindFromName(tokenizer),
                unit == "document" ? text::SentenceUnit::Document : text::SentenceUnit::Line,
                foldCase};
    }
};

std::vector<std::string> tokenizerNames() {
    std::vector<std::string> names;
    for (const auto kind : text::allTokenizerKinds())
        names.emplace_back(text::toName(kind));
    return names;
}

CLI::Option* addTextOptions(CLI::App& app, TextOptions& options) {
    auto* corpora = app.add_option("--corpus", options.corpora, "Corpora, by name or number");
    app.add_option("--tokenizer", options.tokenizer, "How text is cut into tokens")
        ->check(CLI::IsMember(tokenizerNames()))
        ->capture_default_str();
    app.add_option("--unit", options.unit, "What a sentence is")
        ->check(CLI::IsMember({"line", "document"}))
        ->capture_default_str();
    app.add_flag("--fold-case", options.foldCase, "Upper and lower case are the same");
    app.add_option("--vocabulary-size", options.cut.maximumSize,
                   "Keep this many tokens, the most frequent; 0 keeps all");
    app.add_option("--min-count", options.cut.minimumCount, "Keep tokens at least this frequent");
    app.add_option("--name", options.name, "The model's name");
    return corpora;
}

/// The average negative log-likelihood of the text that the model was counted from; nothing where
/// only the counts are there, imported.
std::optional<double> trainingLoss(const std::filesystem::path& library,
                                   const library::Model& model, const std::stop_token& stop) {
    if (model.tokenCache.empty())
        return std::nullopt;
    constexpr std::size_t batch = std::size_t{1} << 20;
    const auto opened = tasks::openNgramModel(library, model);
    const auto prepared = tasks::openTokens(library, model.tokenCache);
    const auto tokens = prepared.cache->tokens();
    std::vector<double> scores;
    double sum = 0;
    std::uint64_t scored = 0;
    for (std::size_t begin = 0; begin < tokens.size();) {
        base::throwIfStopped(stop);
        std::size_t end = std::min(begin + batch, tokens.size());
        while (end < tokens.size() && tokens[end] != text::Vocabulary::begin)
            ++end;
        scores.resize(end - begin);
        opened->scoreSentences(tokens.subspan(begin, end - begin), scores);
        for (std::size_t i = begin; i < end; ++i) {
            sum -= scores[i - begin];
            scored += tokens[i] == text::Vocabulary::begin ? 0 : 1;
        }
        begin = end;
    }
    return sum / static_cast<double>(scored);
}

struct PruneOptions {
    std::string counts;
    double entropy = 0;
};

/// What is left of a model takes its place.
library::Model pruneTrained(Session& session, const library::Model& model,
                            const PruneOptions& prune) {
    library::Model pruned;
    {
        TerminalProgress progress;
        pruned = tasks::pruneModel(session.libraryFolder, model.id,
                                   {ngram::pruneCountsFromText(prune.counts), prune.entropy},
                                   model.name, progress, session.stop)
                     .model;
    }
    session.library().models().remove(model.id);
    session.library().models().rename(pruned.id, model.name);
    return session.library().models().get(pruned.id);
}

int trainNgram(Session& session, tasks::NgramRequest request, const TextOptions& options,
               const std::string& from, const PruneOptions& prune) {
    const auto start = std::chrono::steady_clock::now();
    request.library = session.libraryFolder;
    library::Model model;
    if (from.empty()) {
        request.corpora = session.corpora(options.corpora);
        request.tokenizer = options.spec();
        request.cut = options.cut;
        request.name = options.name;
        TerminalProgress progress;
        model = tasks::trainNgram(request, progress, session.stop);
    } else {
        model = tasks::reestimate(session.libraryFolder, session.model(from).id, request.estimator,
                                  options.name);
    }
    if (!prune.counts.empty() || prune.entropy > 0)
        model = pruneTrained(session, model, prune);
    const auto loss = trainingLoss(session.libraryFolder, model, session.stop);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    if (session.json)
        printJson({{"model", model.name},
                   {"model_id", model.id},
                   {"run", nullptr},
                   {"training_loss", number(loss)},
                   {"validation_loss", nullptr},
                   {"seconds", took.count()},
                   {"peak_memory_bytes", peakMemory()}});
    else
        print(fmt::format("Trained {}: training loss {} nats per token, {:.1f} s, {} MB at most\n",
                          model.name, shown(loss, 6), took.count(), peakMemory() / 1000000));
    return succeeded;
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
                              "per token now.",
                              run.origin->model, shown(*run.oldValidationLoss, 6)));
}

/// What a loss is the mean of.
const char* lossUnit(neural::TrainingTask task) {
    switch (task) {
    case neural::TrainingTask::Labels:
        return "nats per text";
    case neural::TrainingTask::Preferences:
        return "nats per pair";
    case neural::TrainingTask::Text:
    case neural::TrainingTask::Conversations:
        break;
    }
    return "nats per token";
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
                   {"old_validation_loss", number(outcome.run.oldValidationLoss)},
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
                          lossUnit(outcome.run.spec.training.task), result.seconds,
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
    tasks::NeuralObserver observer() {
        return {{}, [this](const neural::StepMetrics& metrics) { loss_ = metrics.trainingLoss; }};
    }
    void report(const base::ProgressReport& report) override {
        if (std::isnan(loss_))
            return bar_.report(report);
        base::ProgressReport withLoss = report;
        withLoss.stage = {"{0}, loss {1}", {report.stage.english(), shown(loss_)}};
        bar_.report(withLoss);
    }

private:
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
        LossProgress progress;
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
        LossProgress progress;
        outcome = tasks::resumeNeural(session.libraryFolder, found.id, steps, progress.observer(),
                                      progress, session.stop, group);
    }
    if (!group.leads())
        return outcome.result.stopped ? interrupted : succeeded; // the leading process tells
    return finishNeural(session, outcome);
}

void addNgram(CLI::App& train, Session& session) {
    auto* app = train.add_subcommand("ngram", "Count an n-gram model");
    auto options = std::make_shared<TextOptions>();
    auto request = std::make_shared<tasks::NgramRequest>();
    auto from = std::make_shared<std::string>();
    auto prune = std::make_shared<PruneOptions>();
    auto* corpora = addTextOptions(*app, *options);
    auto* order = app->add_option("--order", request->order, "Tokens of an n-gram")
                      ->check(CLI::Range(1U, ngram::maximumOrder))
                      ->capture_default_str();
    app->add_option("--from", *from,
                    "Take the counts of this model (number or name) instead of counting again")
        ->excludes(corpora)
        ->excludes(order);
    app->add_option("--memory", request->memory,
                    "Memory for what is sorted at a time (2G, 512M); the rest waits on the disk")
        ->transform(CLI::AsSizeValue(false))
        ->default_str("2G");
    app->add_option("--held-out", request->heldOut,
                    "jelinek-mercer: the text to estimate the weights on")
        ->check(CLI::ExistingFile);
    app->add_option("--estimator", request->estimator.name, "How counts become probabilities")
        ->check(CLI::IsMember(ngram::estimatorNames()))
        ->capture_default_str();
    app->add_option("--k", request->estimator.k, "add-k: what is added to each count")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app->add_option("--prune", prune->counts,
                    "Leave out n-grams seen up to so often, for each order: 0,0,1");
    app->add_option("--prune-entropy", prune->entropy,
                    "Leave out n-grams that change perplexity by less than this share: 1e-8")
        ->check(CLI::PositiveNumber);
    auto discounts = std::make_shared<std::vector<double>>();
    app->add_option("--discount", *discounts,
                    "absolute, kneser-ney: D; modified-kneser-ney: D1,D2,D3 (D3 for counts of 3 "
                    "and more), for all orders, instead of those that the counts give")
        ->delimiter(',')
        ->expected(1, 3);
    app->add_option("--lambda", request->estimator.lambda,
                    "jelinek-mercer: the weight of every history, instead of estimating them")
        ->check(CLI::Range(0.0, 1.0));
    app->add_option("--alpha", request->estimator.alpha,
                    "stupid-backoff: what the shorter history's score is multiplied by")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    app->callback([&session, request, options, from, prune, corpora, discounts] {
        if (!discounts->empty())
            request->estimator.discounts = {*discounts};
        if (from->empty() && corpora->count() == 0)
            throw CLI::RequiredError("--corpus or --from");
        session.action = [&session, request, options, from, prune] {
            return trainNgram(session, *request, *options, *from, *prune);
        };
    });
}

std::vector<const CLI::Option*> optionsOf(const CLI::App& app) {
    const auto options = app.get_options();
    return {options.begin(), options.end()};
}

void addNeural(CLI::App& train, Session& session) {
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

} // namespace

void addTrainCommands(CLI::App& app, Session& session) {
    auto* train = app.add_subcommand("train", "Train a model");
    train->require_subcommand(1);
    addNgram(*train, session);
    addNeural(*train, session);
}

} // namespace cli
