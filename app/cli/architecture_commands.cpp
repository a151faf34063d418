// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_output.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "app/cli/text_table.h"
#include "core/neural/specification/parameter_count.h"
#include "core/neural/specification/transformer_presets.h"
#include "core/neural/specification/transformer_size.h"

#include <fmt/format.h>

namespace cli {

namespace {

using Align = TextTable::Align;

/// What can be trained, with its parameters at this vocabulary, and the system beside it.
struct Row {
    std::string architecture;
    std::uint64_t parameters = 0;
    const neural::PublishedSystem* system = nullptr;
};

std::vector<Row> rowsOf(std::uint64_t vocabularySize) {
    std::vector<Row> rows;
    for (const std::string& name : neural::architectures()) {
        const auto* preset = neural::findPreset(name);
        rows.push_back({name, neural::parameterCount(neural::usualRun(name), vocabularySize),
                        preset ? &preset->published : nullptr});
    }
    return rows;
}

nlohmann::json jsonOf(const neural::PublishedSystem& system) {
    return {{"name", system.name},
            {"layers", system.spec.layers},
            {"decoder_layers", system.spec.decoderLayers},
            {"width", system.spec.width},
            {"heads", system.spec.heads},
            {"vocabulary", system.vocabularySize},
            {"parameters", neural::parameterCount(system.spec, system.vocabularySize)},
            {"active_parameters", neural::activeParameterCount(system.spec, system.vocabularySize)},
            {"published_parameters", system.parameters},
            {"tolerance", system.tolerance},
            {"training_flops_per_token",
             neural::trainingFlopsPerToken(system.spec, system.vocabularySize)},
            {"source", system.source}};
}

int listArchitectures(const Session& session, std::uint64_t vocabularySize) {
    const auto rows = rowsOf(vocabularySize);
    if (session.json) {
        auto array = nlohmann::json::array();
        for (const Row& row : rows)
            array.push_back(
                {{"architecture", row.architecture},
                 {"parameters", row.parameters},
                 {"system", row.system ? jsonOf(*row.system) : nlohmann::json(nullptr)}});
        printJson(array);
        return succeeded;
    }
    TextTable table({{"architecture"},
                     {"parameters here", Align::Right},
                     {"the system"},
                     {"layers", Align::Right},
                     {"width", Align::Right},
                     {"heads", Align::Right},
                     {"vocabulary", Align::Right},
                     {"parameters", Align::Right}});
    for (const Row& row : rows) {
        std::vector<std::string> cells = {row.architecture, std::to_string(row.parameters)};
        if (row.system) {
            const neural::TransformerSpec& spec = row.system->spec;
            const std::string layers = spec.decoderLayers > 0
                                           ? fmt::format("{} + {}", spec.layers, spec.decoderLayers)
                                           : std::to_string(spec.layers);
            for (const std::string& cell :
                 {row.system->name, layers, std::to_string(spec.width), std::to_string(spec.heads),
                  std::to_string(row.system->vocabularySize),
                  std::to_string(neural::parameterCount(spec, row.system->vocabularySize))})
                cells.push_back(cell);
        } else {
            cells.resize(8);
        }
        table.add(std::move(cells));
    }
    print(table.text());
    return succeeded;
}

} // namespace

void addArchitectureCommands(CLI::App& app, Session& session) {
    auto* list = app.add_subcommand("architectures",
                                    "List the networks, and the systems they are named after");
    auto vocabulary = std::make_shared<std::uint64_t>(65);
    list->add_option("--vocabulary-size", *vocabulary, "Tokens to count parameters with")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    list->callback([&session, vocabulary] {
        session.action = [&session, vocabulary] { return listArchitectures(session, *vocabulary); };
    });
}

} // namespace cli
