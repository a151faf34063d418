// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_output.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "app/cli/text_table.h"
#include "core/base/file.h"
#include "core/lm/score.h"
#include "core/tasks/open_model.h"
#include "core/text/decoder.h"
#include "core/text/visible_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

namespace cli {

namespace {

struct ScoreOptions {
    std::string model;
    std::string file = "-";
    std::string encoding;
    bool tokens = false;
};

/// Text in memory: standard input, or a file whose tokens are wanted one by one.
std::string readText(const Session& session, const ScoreOptions& options) {
    std::string bytes;
    std::string encoding = options.encoding.empty() ? "UTF-8" : options.encoding;
    if (options.file == "-") {
        bytes = readInput(session.stop);
    } else {
        const auto document = corpus::findDocuments({options.file}, options.encoding).front();
        bytes = base::readFile(document.path);
        encoding = document.encoding;
    }
    return text::decodeAll(std::as_bytes(std::span(bytes)), encoding);
}

nlohmann::json jsonOf(const lm::Impossible& cause) {
    return {{"history", cause.history}, {"token", cause.token}, {"known", cause.known}};
}

/// Why a perplexity is infinite, as a line of the report.
std::string causeLine(const lm::Impossible& cause) {
    const std::string token = text::visibleText(cause.token);
    if (!cause.known)
        return fmt::format("infinite because          {} is outside the vocabulary\n", token);
    std::vector<std::string> history;
    for (const auto& each : cause.history)
        history.push_back(text::visibleText(each));
    const auto condition =
        history.empty() ? std::string() : fmt::format(" | {}", fmt::join(history, " "));
    return fmt::format("infinite because          P({}{}) = 0\n", token, condition);
}

nlohmann::json jsonOf(const lm::ScoreSummary& summary) {
    auto impossible = nlohmann::json::array();
    for (const auto& cause : summary.impossible)
        impossible.push_back(jsonOf(cause));
    return {{"impossible", impossible},
            {"tokens", summary.tokens},
            {"oov", summary.oov},
            {"bytes", summary.bytes},
            {"log_probability", number(summary.logProbability)},
            {"log_probability_excluding_oov", number(summary.logProbabilityExcludingOov)},
            {"pseudo", summary.pseudo},
            {"perplexity", number(summary.perplexity())},
            {"perplexity_excluding_oov", number(summary.perplexityExcludingOov())},
            {"bits_per_byte", number(summary.bitsPerByte())}};
}

nlohmann::json jsonOf(const lm::TokenScore& token) {
    return {{"token", token.token},
            {"begin", token.begin},
            {"end", token.end},
            {"known", token.known},
            {"log_probability", number(token.logProbability)},
            {"surprisal", number(0.0 - token.logProbability / std::log(2.0))}};
}

void printForReading(const lm::Score& score, bool tokens) {
    if (tokens) {
        using Align = TextTable::Align;
        TextTable table(
            {{"token"}, {"P", Align::Right}, {"ln P", Align::Right}, {"bits", Align::Right}, {""}});
        for (const auto& token : score.tokens)
            table.add({token.token == "\n" ? "\\n" : token.token,
                       shown(std::exp(token.logProbability), 6), shown(token.logProbability),
                       shown(0.0 - token.logProbability / std::log(2.0), 3),
                       token.known ? "" : "outside the vocabulary"});
        print(table.text());
    }
    const auto& summary = score.summary;
    print(fmt::format("tokens                    {}\n"
                      "outside the vocabulary    {}\n"
                      "log-probability           {} nats\n"
                      "{:26}{}\n"
                      "{:26}{}\n"
                      "bits per byte             {}\n",
                      summary.tokens, summary.oov, shown(summary.logProbability),
                      summary.pseudo ? "pseudo-perplexity" : "perplexity",
                      shown(summary.perplexity()),
                      summary.pseudo ? "the same excluding OOV" : "perplexity excluding OOV",
                      shown(summary.perplexityExcludingOov()), shown(summary.bitsPerByte())));
    for (const auto& cause : summary.impossible)
        print(causeLine(cause));
}

int score(Session& session, const ScoreOptions& options) {
    const auto model = tasks::openModel(session.libraryFolder, session.model(options.model));
    lm::Score result;
    if (options.file == "-" || options.tokens) {
        result = lm::scoreText(*model, readText(session, options));
    } else {
        TerminalProgress progress;
        for (const auto& document : corpus::findDocuments({options.file}, options.encoding)) {
            const auto summary = lm::scoreDocument(*model, document, progress, session.stop);
            result.summary.add(summary);
        }
    }
    base::throwIfStopped(session.stop);
    if (!session.json) {
        printForReading(result, options.tokens);
        return succeeded;
    }
    auto json = jsonOf(result.summary);
    if (options.tokens) {
        json["token_scores"] = nlohmann::json::array();
        for (const auto& token : result.tokens)
            json["token_scores"].push_back(jsonOf(token));
    }
    printJson(json);
    return succeeded;
}

} // namespace

void addScoreCommands(CLI::App& app, Session& session) {
    auto* scoring = app.add_subcommand("score", "Score a text: perplexity and bits per byte");
    auto options = std::make_shared<ScoreOptions>();
    scoring->add_option("MODEL", options->model, "Name or number")->required();
    scoring->add_option("FILE", options->file, "A text file or folder, or - for standard input")
        ->capture_default_str();
    scoring->add_option("--encoding", options->encoding, "The text's encoding (detected)");
    scoring->add_flag("--tokens", options->tokens, "Show every token's probability");
    scoring->callback([&session, options] {
        session.action = [&session, options] { return score(session, *options); };
    });
}

} // namespace cli
