// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_output.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "app/cli/text_table.h"

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

int listModels(Session& session) {
    const auto models = session.library().models().list();
    if (session.json) {
        printArray(models);
    } else if (models.empty()) {
        print("There is no model yet. Train one with: ngramophone-cli train ngram --corpus NAME\n");
    } else {
        TextTable table({{"id", Align::Right}, {"name"}, {"kind"}, {"specification"}});
        for (const auto& model : models)
            table.add({std::to_string(model.id), model.name, model.kind, model.specification});
        print(table.text());
    }
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
                         {"validation loss", Align::Right}});
        for (const auto& run : runs)
            table.add({std::to_string(run.id), run.name, library::toName(run.state),
                       std::to_string(run.step), std::to_string(run.spec.training.steps),
                       shown(run.trainingLoss), shown(run.validationLoss)});
        print(table.text());
    }
    return succeeded;
}

} // namespace

void addListCommands(CLI::App& app, Session& session) {
    app.add_subcommand("models", "List the models")->callback([&session] {
        session.action = [&session] { return listModels(session); };
    });
    app.add_subcommand("runs", "List the training runs")->callback([&session] {
        session.action = [&session] { return listRuns(session); };
    });
}

} // namespace cli
