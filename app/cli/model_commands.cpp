// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_output.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "core/neural/checkpoints/hugging_face/folder.h"
#include "core/ngram/arpa_reader.h"
#include "core/tasks/backoff_models.h"
#include "core/tasks/exchange_folders.h"
#include "core/tasks/import_counts.h"
#include "core/tasks/mix_models.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cli {

namespace {

/// Whatever the paths hold.
library::Model imported(const Session& session, const tasks::CountsRequest& request) {
    TerminalProgress progress;
    const auto& first = request.files.front();
    if (request.files.size() == 1 && neural::hugging_face::looksLikeFolder(first))
        return tasks::importFolder(session.libraryFolder, first, request.name, progress,
                                   session.stop);
    if (request.files.size() == 1 && ngram::looksLikeArpa(first))
        return tasks::importArpa(session.libraryFolder, first, request.name, progress,
                                 session.stop);
    return tasks::importCounts(request, progress, session.stop);
}

int importModel(Session& session, const tasks::CountsRequest& request) {
    session.library();
    const library::Model model = imported(session, request);
    if (session.json)
        printJson({{"model", model.name}, {"model_id", model.id}});
    else
        print(fmt::format("Imported {}\n", model.name));
    return succeeded;
}

struct PruneOptions {
    std::string model;
    std::string counts;
    double entropy = 0;
    std::string name;
};

int prune(Session& session, const PruneOptions& options) {
    tasks::PrunedModel made;
    {
        TerminalProgress progress;
        made = tasks::pruneModel(session.libraryFolder, session.model(options.model).id,
                                 {ngram::pruneCountsFromText(options.counts), options.entropy},
                                 options.name, progress, session.stop);
    }
    if (session.json) {
        printJson({{"model", made.model.name},
                   {"model_id", made.model.id},
                   {"ngrams_before", made.pruned.before},
                   {"ngrams_after", made.pruned.after}});
        return succeeded;
    }
    print(fmt::format("Pruned {}\n", made.model.name));
    for (std::size_t i = 0; i < made.pruned.after.size(); ++i)
        print(fmt::format("  {}-grams: {} of {}\n", i + 1, made.pruned.after[i],
                          made.pruned.before[i]));
    return succeeded;
}

struct MixOptions {
    std::string first;
    std::string second;
    double weight = 0.5;
    std::string heldOut;
    std::string name;
};

int mix(Session& session, const MixOptions& options) {
    tasks::MixtureSpec spec{session.model(options.first).id, session.model(options.second).id,
                            options.weight};
    if (!options.heldOut.empty()) {
        TerminalProgress progress;
        spec.weight = tasks::mixtureWeight(session.libraryFolder, spec.first, spec.second,
                                           options.heldOut, progress, session.stop);
    }
    const library::Model model = tasks::addMixture(session.libraryFolder, spec, options.name);
    if (session.json)
        printJson({{"model", model.name}, {"model_id", model.id}, {"weight", spec.weight}});
    else
        print(fmt::format("Mixed {}: {} of the first, {} of the second\n", model.name,
                          shown(spec.weight, 6), shown(1 - spec.weight, 6)));
    return succeeded;
}

} // namespace

void addModelCommands(CLI::App& app, Session& session) {
    auto* importing =
        app.add_subcommand("import", "Add a model from an ARPA file, from files of counts, or from "
                                     "a folder of the Hugging Face transformers library");
    auto request = std::make_shared<tasks::CountsRequest>();
    auto paths = std::make_shared<std::vector<std::string>>();
    importing
        ->add_option(
            "PATH", *paths,
            "One ARPA file, or files of lines \"w1 w2 … TAB count\", plain or gzip; or a folder "
            "with config.json, model.safetensors and tokenizer.json")
        ->required();
    importing->add_option("--name", request->name, "The model's name (the first file's)");
    importing
        ->add_option("--memory", request->memory,
                     "Counts: memory for what is sorted at a time (2G, 512M)")
        ->transform(CLI::AsSizeValue(false))
        ->default_str("2G");
    importing->callback([&session, request, paths] {
        session.action = [&session, request, paths] {
            request->library = session.libraryFolder;
            for (const auto& path : *paths)
                request->files.push_back(std::filesystem::absolute(path));
            return importModel(session, *request);
        };
    });

    auto* pruning = app.add_subcommand("prune", "Make a smaller model of an n-gram model");
    auto options = std::make_shared<PruneOptions>();
    pruning->add_option("MODEL", options->model, "Name or number")->required();
    auto* counts = pruning->add_option("--counts", options->counts,
                                       "Leave out n-grams seen up to so often, for each order: "
                                       "0,0,1");
    auto* entropy =
        pruning
            ->add_option("--entropy", options->entropy,
                         "Leave out n-grams that change perplexity by less than this share: 1e-8")
            ->check(CLI::PositiveNumber);
    pruning->add_option("--name", options->name, "The new model's name");
    pruning->callback([&session, options, counts, entropy] {
        if (counts->count() + entropy->count() == 0)
            throw CLI::RequiredError("--counts or --entropy");
        session.action = [&session, options] { return prune(session, *options); };
    });

    auto* mixing = app.add_subcommand("mix", "Interpolate two models");
    auto mixed = std::make_shared<MixOptions>();
    mixing->add_option("FIRST", mixed->first, "Name or number")->required();
    mixing->add_option("SECOND", mixed->second, "Name or number")->required();
    auto* weight = mixing->add_option("--weight", mixed->weight, "Weight of the first, 0 to 1")
                       ->check(CLI::Range(0.0, 1.0))
                       ->capture_default_str();
    mixing
        ->add_option("--held-out", mixed->heldOut,
                     "Find the weight under which this text is most probable")
        ->check(CLI::ExistingFile)
        ->excludes(weight);
    mixing->add_option("--name", mixed->name, "The new model's name");
    mixing->callback(
        [&session, mixed] { session.action = [&session, mixed] { return mix(session, *mixed); }; });
}

} // namespace cli
