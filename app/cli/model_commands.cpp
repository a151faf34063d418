// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_output.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "core/ngram/arpa_reader.h"
#include "core/tasks/backoff_models.h"
#include "core/tasks/mix_models.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cli {

namespace {

int importArpa(Session& session, const std::string& path, const std::string& name) {
    session.library();
    library::Model model;
    {
        TerminalProgress progress;
        model = tasks::importArpa(session.libraryFolder, std::filesystem::absolute(path), name,
                                  progress, session.stop);
    }
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
    auto* importing = app.add_subcommand("import", "Add a model from an ARPA file");
    auto path = std::make_shared<std::string>();
    auto name = std::make_shared<std::string>();
    importing->add_option("PATH", *path, "ARPA text, plain or gzip")->required();
    importing->add_option("--name", *name, "The model's name (the file's)");
    importing->callback([&session, path, name] {
        session.action = [&session, path, name] { return importArpa(session, *path, *name); };
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
