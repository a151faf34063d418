// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_output.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "app/cli/text_table.h"
#include "core/ngram/arpa_writer.h"
#include "core/ngram/table.h"
#include "core/tasks/exchange_folders.h"
#include "core/tasks/open_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace cli {

namespace {

using ngram::TableColumn;

const std::map<std::string, TableColumn>& columnNames() {
    static const std::map<std::string, TableColumn> names{
        {"history", TableColumn::History},
        {"next", TableColumn::Next},
        {"count", TableColumn::Count},
        {"history-count", TableColumn::HistoryCount},
        {"probability", TableColumn::Probability},
        {"surprisal", TableColumn::Surprisal}};
    return names;
}

struct TableOptions {
    std::string model;
    ngram::TableQuery query;
    std::string sort;
    bool ascending = false;
    std::uint64_t limit = 20;
};

nlohmann::json jsonOf(const ngram::TableRow& row, const text::Vocabulary& vocabulary) {
    auto history = nlohmann::json::array();
    for (const auto token : row.history)
        history.push_back(vocabulary.token(token));
    return {{"history", history},
            {"next", vocabulary.token(row.next)},
            {"count", row.count},
            {"history_count", row.historyCount},
            {"probability", row.probability},
            {"surprisal", number(row.surprisal)}};
}

int showTable(Session& session, TableOptions options) {
    const auto model = tasks::openNgramModel(session.libraryFolder, session.model(options.model));
    const ngram::Table table(*model);
    if (!options.sort.empty()) {
        options.query.sort = columnNames().at(options.sort);
        // The most striking first: great counts and probabilities, small surprisals, texts by
        // their letters.
        const bool rises = *options.query.sort == TableColumn::History ||
                           *options.query.sort == TableColumn::Next ||
                           *options.query.sort == TableColumn::Surprisal;
        options.query.descending = !rises && !options.ascending;
    }
    const auto selected = table.select(options.query, session.stop);
    const std::uint64_t found = selected.size();
    const std::uint64_t shownRows = options.limit == 0 ? found : std::min(found, options.limit);
    const auto row = [&](std::uint64_t i) { return table.row(selected[i]); };

    if (session.json) {
        // Written row by row: a table may have millions.
        print("[");
        for (std::uint64_t i = 0; i < shownRows; ++i) {
            if (i % 256 == 0)
                base::throwIfStopped(session.stop);
            print((i > 0 ? ",\n " : "\n ") + dump(jsonOf(row(i), model->tokenizer().vocabulary())));
        }
        print("\n]\n");
        return succeeded;
    }
    using Align = TextTable::Align;
    TextTable lines({{"history"},
                     {"next"},
                     {"C(history, next)", Align::Right},
                     {"C(history)", Align::Right},
                     {"P", Align::Right},
                     {"bits", Align::Right}});
    for (std::uint64_t i = 0; i < shownRows; ++i) {
        if (i % 256 == 0)
            base::throwIfStopped(session.stop);
        const auto line = row(i);
        lines.add({table.historyText(line.history), table.tokenText(line.next),
                   std::to_string(line.count), std::to_string(line.historyCount),
                   shown(line.probability, 6), shown(line.surprisal, 3)});
    }
    print(lines.text());
    if (shownRows < found)
        print(fmt::format("{} of {} rows; --limit 0 shows all\n", shownRows, found));
    return succeeded;
}

int exportModel(Session& session, const std::string& name, const std::string& path) {
    const library::Model entry = session.model(name);
    {
        TerminalProgress progress;
        if (entry.kind == "neural")
            tasks::exportFolder(session.libraryFolder, entry, path, progress, session.stop);
        else
            ngram::writeArpa(path, *tasks::openNgramModel(session.libraryFolder, entry), progress,
                             session.stop);
    }
    if (session.json)
        printJson({{"model", entry.name}, {"path", path}});
    else
        print(fmt::format("Exported {} to {}\n", entry.name, path));
    return succeeded;
}

} // namespace

void addTableCommands(CLI::App& app, Session& session) {
    auto* table = app.add_subcommand("table", "Show an n-gram model's probability table");
    auto options = std::make_shared<TableOptions>();
    table->add_option("MODEL", options->model, "Name or number")->required();
    table->add_option("--history", options->query.history, "Only histories that contain this text");
    table->add_option("--next", options->query.next, "Only next tokens that contain this text");
    table->add_option("--sort", options->sort, "Sort by this column (the order of the file)")
        ->check(CLI::IsMember(columnNames()));
    table->add_flag("--ascending", options->ascending, "The least first, also for numbers");
    table->add_option("--limit", options->limit, "Rows to show; 0 for all")->capture_default_str();
    table->callback([&session, options] {
        session.action = [&session, options] { return showTable(session, *options); };
    });

    auto* exporting = app.add_subcommand(
        "export", "Write an n-gram model as ARPA text, or a neural model as a folder that the "
                  "Hugging Face transformers library opens");
    auto model = std::make_shared<std::string>();
    auto path = std::make_shared<std::string>();
    exporting->add_option("MODEL", *model, "Name or number")->required();
    exporting->add_option("PATH", *path, "The file or folder to write")->required();
    exporting->callback([&session, model, path] {
        session.action = [&session, model, path] { return exportModel(session, *model, *path); };
    });
}

} // namespace cli
