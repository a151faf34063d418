// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/library/corpus_store.h"
#include "core/library/library.h"
#include "core/library/model_store.h"
#include "core/library/run_store.h"
#include "core/tasks/run_start.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace cli {

/// Exit statuses.
inline constexpr int succeeded = 0;
inline constexpr int failed = 1;
inline constexpr int usage = 2;
inline constexpr int interrupted = 130;

/// One call of the program: what every command shares.
struct Session {
    std::filesystem::path libraryFolder;
    bool json = false;
    std::stop_token stop;
    /// What the command line asks for; run once all options are known. Returns the exit status.
    std::function<int()> action;

    /// Opens the library at the first call.
    library::Library& library();

    /// By name, else by number. Throw base::InputError.
    library::Corpus corpus(const std::string& nameOrId);
    library::Model model(const std::string& nameOrId);
    library::Run run(const std::string& nameOrId);
    /// A model, else a run by name, or "run:" and its number or name.
    tasks::StartFrom start(const std::string& modelOrRun, bool best);
    std::vector<std::int64_t> corpora(const std::vector<std::string>& namesOrIds);

private:
    std::unique_ptr<library::Library> library_;
};

void addCorpusCommands(CLI::App& app, Session& session);
void addTrainCommands(CLI::App& app, Session& session);
/// To the command "train", which is there already.
void addTrainNeuralCommand(CLI::App& train, Session& session);
void addArchitectureCommands(CLI::App& app, Session& session);
void addListCommands(CLI::App& app, Session& session);
/// To the command "runs", which is there already.
void addRunCommands(CLI::App& app, Session& session);
void addTableCommands(CLI::App& app, Session& session);
void addExplainCommand(CLI::App& app, Session& session);
void addScoreCommands(CLI::App& app, Session& session);
void addCorpusIndexCommands(CLI::App& app, Session& session);
void addLabelCommands(CLI::App& app, Session& session);
void addModelCommands(CLI::App& app, Session& session);
void addSystemCommand(CLI::App& app, Session& session);
void addTalkCommands(CLI::App& app, Session& session);

} // namespace cli
