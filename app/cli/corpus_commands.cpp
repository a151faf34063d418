// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_output.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "app/cli/text_table.h"
#include "core/tasks/import_corpus.h"

#include <fmt/format.h>

namespace cli {

namespace {

int add(Session& session, const tasks::ImportRequest& request) {
    session.library();
    library::Corpus corpus;
    {
        TerminalProgress progress;
        corpus = tasks::importCorpus(
            request, [](std::int64_t) {}, progress, session.stop);
    }
    if (corpus.replaced > 0)
        printNote(fmt::format("{} byte sequences could not be decoded and were replaced. Choose "
                              "another encoding with --encoding if the text looks wrong.",
                              corpus.replaced));
    if (session.json)
        printJson(describe(corpus));
    else
        print(fmt::format(
            "Added {} (documents: {}, tokens: {}, types: {}, bytes: {}, encoding: {})\n",
            corpus.name, corpus.documentCount, corpus.tokens, corpus.types, corpus.bytes,
            corpus.encodings));
    return succeeded;
}

int list(Session& session) {
    const auto corpora = session.library().corpora().list();
    if (session.json) {
        auto array = nlohmann::json::array();
        for (const auto& corpus : corpora)
            array.push_back(describe(corpus));
        printJson(array);
        return succeeded;
    }
    if (corpora.empty()) {
        print("There is no corpus yet. Add one with: ngramophone-cli corpus add PATH\n");
        return succeeded;
    }
    using Align = TextTable::Align;
    TextTable table({{"id", Align::Right},
                     {"name"},
                     {"documents", Align::Right},
                     {"bytes", Align::Right},
                     {"tokens", Align::Right},
                     {"types", Align::Right},
                     {"encoding"}});
    for (const auto& corpus : corpora)
        table.add({std::to_string(corpus.id), corpus.name, std::to_string(corpus.documentCount),
                   std::to_string(corpus.bytes), std::to_string(corpus.tokens),
                   std::to_string(corpus.types),
                   corpus.ready ? corpus.encodings : std::string("(being imported)")});
    print(table.text());
    return succeeded;
}

int remove(Session& session, const std::string& name) {
    const auto corpus = session.corpus(name);
    session.library().corpora().remove(corpus.id);
    if (session.json)
        printJson({{"id", corpus.id}, {"name", corpus.name}});
    else
        print(fmt::format("Removed {}. Its files stay where they are.\n", corpus.name));
    return succeeded;
}

} // namespace

void addCorpusCommands(CLI::App& app, Session& session) {
    auto* corpus = app.add_subcommand("corpus", "Add, list and remove corpora");
    corpus->require_subcommand(1);

    auto* adding = corpus->add_subcommand("add", "Import text files and folders as one corpus");
    auto request = std::make_shared<tasks::ImportRequest>();
    auto paths = std::make_shared<std::vector<std::string>>();
    adding->add_option("PATH", *paths, "Files and folders")->required();
    adding->add_option("--name", request->name, "The corpus's name (the first path's)");
    adding->add_option("--encoding", request->encoding, "Encoding of all files (detected)");
    adding->callback([&session, request, paths] {
        session.action = [&session, request, paths] {
            request->library = session.libraryFolder;
            for (const auto& path : *paths)
                request->paths.push_back(std::filesystem::absolute(path));
            return add(session, *request);
        };
    });

    corpus->add_subcommand("list", "List the corpora")->callback([&session] {
        session.action = [&session] { return list(session); };
    });

    auto* removing = corpus->add_subcommand("remove", "Forget a corpus; its files stay");
    auto name = std::make_shared<std::string>();
    removing->add_option("NAME", *name, "Name or number")->required();
    removing->callback(
        [&session, name] { session.action = [&session, name] { return remove(session, *name); }; });
}

} // namespace cli
