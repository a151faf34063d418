// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_output.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "core/tasks/export_run.h"

#include <fmt/format.h>

namespace cli {

namespace {

int exportMetrics(Session& session, const std::string& name, const std::string& path) {
    const auto run = session.run(name);
    std::filesystem::path file;
    {
        TerminalProgress progress;
        file = tasks::exportRun(session.libraryFolder, run.id, path, progress, session.stop);
    }
    if (session.json)
        printJson({{"run", run.id}, {"file", file.string()}});
    else
        print(fmt::format("Wrote the metrics of {} to {}\n", run.name, file.string()));
    return succeeded;
}

} // namespace

void addRunCommands(CLI::App& app, Session& session) {
    auto* command = app.get_subcommand("runs")->add_subcommand(
        "export", "Write a run's metrics for other programs");
    auto run = std::make_shared<std::string>();
    auto path = std::make_shared<std::string>();
    command->add_option("RUN", *run, "Name or number")->required();
    command
        ->add_option("PATH", *path,
                     "NAME.csv: a table, a step a line; any other: a folder for an event file, "
                     "which TensorBoard opens (tensorboard --logdir PATH)")
        ->required();
    command->callback([&session, run, path] {
        session.action = [&session, run, path] { return exportMetrics(session, *run, *path); };
    });
}

} // namespace cli
