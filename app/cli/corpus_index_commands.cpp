// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_output.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "app/cli/text_table.h"
#include "core/ngram/overlap.h"
#include "core/tasks/build_index.h"

#include <fmt/format.h>

#include <algorithm>

namespace cli {

namespace {

struct IndexOptions {
    std::string model;
    std::string text;
    std::size_t limit = 10;
    std::size_t minimum = 2;
};

tasks::IndexedTokens openIndex(Session& session, const IndexOptions& options) {
    TerminalProgress progress;
    return tasks::buildIndex(session.libraryFolder, session.model(options.model), progress,
                             session.stop);
}

/// Line ends and tabs would break the lines of a table.
std::string oneLine(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t' || c == '\r'; }, ' ');
    return text;
}

nlohmann::json jsonOf(const corpus::Occurrence& line) {
    return {{"document", line.document.string()},
            {"line", line.line},
            {"byte_offset", line.byteOffset},
            {"available", line.available},
            {"text", line.text},
            {"begin", line.begin},
            {"end", line.end}};
}

int occurrences(Session& session, const IndexOptions& options) {
    const auto index = openIndex(session, options);
    const auto& tokenizer = *index.tokens.tokenizer;
    const auto ngram = tokenizer.encode(options.text);
    if (ngram.empty())
        throw base::InputError(
            {"There is no token in \"{0}\". Give the text to look for.", {options.text}});
    const std::size_t limit = options.limit == 0 ? static_cast<std::size_t>(-1) : options.limit;
    const auto found = index.counts->occurrences(tokenizer, ngram, limit, session.stop);
    auto infini = index.counts->infiniGram(ngram, session.stop);
    auto& next = infini.next.tokens;
    std::stable_sort(next.begin(), next.end(),
                     [](const auto& a, const auto& b) { return a.count > b.count; });
    const std::size_t different = next.size();
    next.resize(std::min(next.size(), limit));
    const auto probability = [&](const ngram::NextToken& token) {
        return static_cast<double>(token.count) / static_cast<double>(infini.next.total);
    };
    const auto name = [&](text::TokenId token) {
        return std::string(tokenizer.vocabulary().token(token));
    };

    if (session.json) {
        auto tokens = nlohmann::json::array();
        for (const auto token : ngram)
            tokens.push_back(name(token));
        auto following = nlohmann::json::array();
        for (const auto& token : next)
            following.push_back({{"token", name(token.token)},
                                 {"count", token.count},
                                 {"probability", probability(token)}});
        auto lines = nlohmann::json::array();
        for (const auto& line : found.lines)
            lines.push_back(jsonOf(line));
        printJson({{"tokens", tokens},
                   {"count", found.total},
                   {"history_length", infini.historyLength},
                   {"effective_order", infini.order()},
                   {"next_total", infini.next.total},
                   {"next_types", different},
                   {"next", following},
                   {"lines", lines}});
        return succeeded;
    }
    using Align = TextTable::Align;
    print(fmt::format("Stands in the corpus: {}\n", found.total));
    print(infini.historyLength == ngram.size()
              ? fmt::format("\nNext tokens ({} different):\n", different)
              : fmt::format("\nNext tokens after the last {} of {} tokens ({} different):\n",
                            infini.historyLength, ngram.size(), different));
    TextTable following({{"next"}, {"count", Align::Right}, {"P", Align::Right}});
    for (const auto& token : next)
        following.add({oneLine(name(token.token)), std::to_string(token.count),
                       shown(probability(token), 6)});
    print(following.text() + "\n");
    TextTable lines({{"document"}, {"line", Align::Right}, {"text"}});
    for (const auto& line : found.lines)
        lines.add({line.document.filename().string(), std::to_string(line.line),
                   line.available ? oneLine(line.text) : "(the file has gone or has changed)"});
    print(lines.text());
    if (found.lines.size() < found.total)
        print(
            fmt::format("{} of {} places; --limit 0 shows all\n", found.lines.size(), found.total));
    return succeeded;
}

int overlap(Session& session, const IndexOptions& options) {
    const std::string text = options.text == "-" ? readInput(session.stop) : options.text;
    const auto index = openIndex(session, options);
    const std::size_t limit = options.limit == 0 ? static_cast<std::size_t>(-1) : options.limit;
    const auto found = ngram::overlapOf(*index.counts, *index.tokens.tokenizer, text,
                                        options.minimum, limit, session.stop);
    const auto& cache = *index.tokens.cache;
    const auto piece = [&](const ngram::Overlap& one) {
        return text.substr(one.begin, one.end - one.begin);
    };
    const auto document = [&](const corpus::LineStart& line) {
        return cache.documents()[line.document].path;
    };
    if (session.json) {
        auto stretches = nlohmann::json::array();
        for (const auto& one : found.longest) {
            const auto& line = cache.lineOf(one.place);
            stretches.push_back({{"begin", one.begin},
                                 {"end", one.end},
                                 {"tokens", one.tokens},
                                 {"count", one.count},
                                 {"text", piece(one)},
                                 {"document", document(line).string()},
                                 {"line", line.line}});
        }
        printJson({{"tokens", found.tokens},
                   {"tokens_in_stretches", found.known},
                   {"stretches", stretches}});
        return succeeded;
    }
    print(fmt::format("{} of {} tokens in stretches of {} tokens or more that stand in the "
                      "training text\n",
                      found.known, found.tokens, options.minimum));
    using Align = TextTable::Align;
    TextTable table({{"tokens", Align::Right},
                     {"count", Align::Right},
                     {"document"},
                     {"line", Align::Right},
                     {"text"}});
    for (const auto& one : found.longest) {
        const auto& line = cache.lineOf(one.place);
        table.add({std::to_string(one.tokens), std::to_string(one.count),
                   document(line).filename().string(), std::to_string(line.line),
                   oneLine(piece(one))});
    }
    print(table.text());
    return succeeded;
}

} // namespace

void addCorpusIndexCommands(CLI::App& app, Session& session) {
    auto* finding = app.add_subcommand(
        "occurrences", "Where a text stands in a model's corpus, and what follows it there");
    auto options = std::make_shared<IndexOptions>();
    finding->add_option("MODEL", options->model, "Name or number")->required();
    finding->add_option("TEXT", options->text, "Tokens of any number")->required();
    finding->add_option("--limit", options->limit, "Lines and next tokens to show; 0 for all")
        ->capture_default_str();
    finding->callback([&session, options] {
        session.action = [&session, options] { return occurrences(session, *options); };
    });

    auto* laying = app.add_subcommand(
        "overlap", "The longest stretches of a text that stand in a model's corpus");
    auto others = std::make_shared<IndexOptions>();
    laying->add_option("MODEL", others->model, "Name or number")->required();
    laying->add_option("TEXT", others->text, "A text, or - for standard input")->required();
    laying->add_option("--limit", others->limit, "Stretches to show; 0 for all")
        ->capture_default_str();
    laying->add_option("--minimum", others->minimum, "Tokens that a stretch has at least")
        ->capture_default_str();
    laying->callback([&session, others] {
        session.action = [&session, others] { return overlap(session, *others); };
    });
}

} // namespace cli
