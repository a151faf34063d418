// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "core/base/error.h"

#include <exception>

namespace {

int run(int argc, char** argv) {
    cli::Session session;
    session.stop = cli::prepareTerminal();
    CLI::App app("Explore language models, from counting bigrams to chatting");
    app.fallthrough(); // --library and --json may stand behind the command, too
    app.require_subcommand(1);
    app.set_version_flag("--version", NGRAMOPHONE_VERSION);
    std::string folder;
    app.add_option("--library", folder, "The library's folder (the platform's data folder)");
    app.add_flag("--json", session.json,
                 "Print one JSON object or array; infinite numbers as the strings \"Infinity\" and "
                 "\"-Infinity\", undefined ones as null");
    app.footer("Exit status: 0; 1 failed, the reason on standard error; 2 wrong usage; 130 "
               "interrupted, with what was finished kept.");
    cli::addCorpusCommands(app, session);
    cli::addTrainCommands(app, session);
    cli::addArchitectureCommands(app, session);
    cli::addListCommands(app, session);
    cli::addRunCommands(app, session);
    cli::addTableCommands(app, session);
    cli::addExplainCommand(app, session);
    cli::addScoreCommands(app, session);
    cli::addCorpusIndexCommands(app, session);
    cli::addModelCommands(app, session);
    cli::addTalkCommands(app, session);
    cli::addLabelCommands(app, session);
    cli::addSystemCommand(app, session);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? cli::succeeded : cli::usage;
    }
    session.libraryFolder =
        folder.empty() ? library::defaultFolder() : std::filesystem::absolute(folder);
    const int status = session.action();
    cli::flush();
    return status;
}

} // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const cli::OutputClosed&) {
        return cli::succeeded; // whoever read the output has seen enough
    } catch (const base::Cancelled&) {
        return cli::interrupted;
    } catch (const std::exception& error) {
        cli::printNote(std::string("ngramophone-cli: ") + error.what());
        return cli::failed;
    }
}
