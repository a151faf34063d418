// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_output.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "app/cli/text_table.h"
#include "core/neural/specification/training_names.h"
#include "core/tasks/open_model.h"
#include "core/tasks/run_samples.h"

#include <fmt/format.h>

namespace cli {

namespace {

using Align = TextTable::Align;

template <class Entry>
void printArray(const std::vector<Entry>& entries) {
    auto array = nlohmann::json::array();
    for (const auto& entry : entries)
        array.push_back(describe(entry));
    printJson(array);
}

/// What a person tells models apart by; all of the specification is in the JSON.
std::string brief(const library::Model& model) {
    const auto specification = nlohmann::json::parse(model.specification, nullptr, false);
    if (!specification.is_object())
        return {};
    if (model.kind == "neural")
        return specification.value("architecture", "");
    const std::string name = specification.value("name", "");
    return specification.contains("order")
               ? fmt::format("{}, order {}", name, specification.value("order", 0))
               : name;
}

int listModels(Session& session) {
    const auto models = session.library().models().list();
    if (session.json) {
        printArray(models);
    } else if (models.empty()) {
        print("There is no model yet. Train one with: ngramophone-cli train ngram --corpus NAME\n");
    } else {
        TextTable table({{"id", Align::Right}, {"name"}, {"kind"}, {"specification"}});
        for (const auto& model : models)
            table.add({std::to_string(model.id), model.name, model.kind, brief(model)});
        print(table.text());
    }
    return succeeded;
}

int describeModel(Session& session, const std::string& name) {
    const auto entry = session.model(name);
    const auto facts = tasks::openModel(session.libraryFolder, entry)->describe().facts;
    if (session.json) {
        auto json = describe(entry);
        json["description"] = nlohmann::json::array();
        for (const auto& fact : facts)
            json["description"].push_back({{"label", fact.label.english()}, {"value", fact.value}});
        printJson(json);
        return succeeded;
    }
    TextTable table({{"property"}, {"value"}});
    for (const auto& fact : facts)
        table.add({fact.label.english(), fact.value});
    print(table.text());
    return succeeded;
}

int listRuns(Session& session) {
    const auto runs = session.library().runs().list();
    if (session.json) {
        printArray(runs);
    } else if (runs.empty()) {
        print("There is no run yet. Start one with: ngramophone-cli train neural --corpus NAME\n");
    } else {
        TextTable table({{"id", Align::Right},
                         {"name"},
                         {"state"},
                         {"step", Align::Right},
                         {"steps", Align::Right},
                         {"training loss", Align::Right},
                         {"validation loss", Align::Right},
                         {"unit"}});
        for (const auto& run : runs)
            table.add({std::to_string(run.id), run.name, library::toName(run.state),
                       std::to_string(run.step), std::to_string(run.spec.training.steps),
                       shown(run.trainingLoss), shown(run.validationLoss),
                       neural::lossUnit(run.spec.training.task)});
        print(table.text());
    }
    return succeeded;
}

int listSamples(Session& session, const std::string& name) {
    const auto run = session.run(name);
    const auto samples = tasks::RunSamples(session.library().runs().checkpoint(run.id)).all();
    if (session.json) {
        auto array = nlohmann::json::array();
        for (const auto& sample : samples)
            array.push_back({{"step", sample.step}, {"text", sample.text}});
        printJson(array);
    } else if (samples.empty()) {
        print("The run drew no samples. Ask for some with: train neural --sample-interval STEPS\n");
    } else {
        for (const auto& sample : samples)
            print(fmt::format("step {}:\n{}\n\n", sample.step, sample.text));
    }
    return succeeded;
}

} // namespace

void addListCommands(CLI::App& app, Session& session) {
    auto* models = app.add_subcommand("models", "List the models, or describe one");
    auto name = std::make_shared<std::string>();
    models->add_option("MODEL", *name, "Name or number: what it computes with, fall-backs too");
    models->callback([&session, name] {
        session.action = [&session, name] {
            return name->empty() ? listModels(session) : describeModel(session, *name);
        };
    });
    auto* runs = app.add_subcommand("runs", "List the training runs, or export one's metrics");
    runs->callback([&session, runs] {
        if (runs->get_subcommands().empty())
            session.action = [&session] { return listRuns(session); };
    });
    auto* samples = app.add_subcommand("samples", "What a run's model said as it learnt");
    auto run = std::make_shared<std::string>();
    samples->add_option("RUN", *run, "Name or number")->required();
    samples->callback([&session, run] {
        session.action = [&session, run] { return listSamples(session, *run); };
    });
}

} // namespace cli
