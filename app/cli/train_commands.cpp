// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_output.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "app/cli/text_options.h"
#include "core/tasks/backoff_models.h"
#include "core/tasks/open_model.h"
#include "core/tasks/prepare_tokens.h"
#include "core/tasks/reestimate.h"
#include "core/tasks/train_ngram.h"

#include <fmt/format.h>

#include <chrono>
#include <optional>

namespace cli {

namespace {

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

struct PruneAfterwards {
    std::string counts;
    double entropy = 0;
};

/// What is left of a model takes its place.
library::Model pruneTrained(Session& session, const library::Model& model,
                            const PruneAfterwards& prune) {
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
               const std::string& from, const PruneAfterwards& prune) {
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

void addNgram(CLI::App& train, Session& session) {
    auto* app = train.add_subcommand("ngram", "Count an n-gram model");
    auto options = std::make_shared<TextOptions>();
    auto request = std::make_shared<tasks::NgramRequest>();
    auto from = std::make_shared<std::string>();
    auto prune = std::make_shared<PruneAfterwards>();
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

} // namespace

void addTrainCommands(CLI::App& app, Session& session) {
    auto* train = app.add_subcommand("train", "Train a model");
    train->require_subcommand(1);
    addNgram(*train, session);
    addTrainNeuralCommand(*train, session);
}

} // namespace cli
