// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_output.h"
#include "app/cli/session.h"
#include "app/cli/terminal.h"
#include "core/base/error.h"
#include "core/ngram/derivation.h"
#include "core/tasks/open_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>

namespace cli {

namespace {

/// Tells of a symbol at a level what its number comes from, where the model says so.
using Derive = std::function<std::optional<ngram::Derivation>(const lm::Symbol&)>;

Derive deriver(const lm::LanguageModel* model, const lm::ExplanationLevel& level) {
    const auto* ngrams = dynamic_cast<const ngram::NgramModel*>(model);
    if (ngrams == nullptr)
        return {};
    return [ngrams, &level](const lm::Symbol& symbol) {
        return ngram::derive(*ngrams, level, symbol.name);
    };
}

const lm::ExplainedPart* partOf(const lm::Explanation& explanation, const lm::Symbol& symbol) {
    const auto found =
        std::find_if(explanation.parts.begin(), explanation.parts.end(),
                     [&](const lm::ExplainedPart& part) { return part.symbol == symbol.name; });
    return found == explanation.parts.end() ? nullptr : &*found;
}

nlohmann::json symbolsJson(const std::vector<lm::Symbol>& symbols, const Derive& derive = {}) {
    auto array = nlohmann::json::array();
    for (const auto& symbol : symbols) {
        nlohmann::json one{{"name", symbol.name}, {"value", number(symbol.value)}};
        const auto found = derive ? derive(symbol) : std::nullopt;
        if (found && !found->formula.empty())
            one["formula"] = found->formula;
        if (found && *found->words.pattern != 0)
            one["source"] = found->words.english();
        if (found && !found->standsBeside && !found->symbols.empty())
            one["symbols"] = symbolsJson(found->symbols, derive);
        array.push_back(std::move(one));
    }
    return array;
}

nlohmann::json explanationJson(const lm::Explanation& explanation, const lm::LanguageModel* model) {
    auto levels = nlohmann::json::array();
    for (const auto& level : explanation.levels)
        levels.push_back({{"term", level.term},
                          {"formula", level.formula},
                          {"symbols", symbolsJson(level.symbols, deriver(model, level))},
                          {"probability", number(level.probability)}});
    nlohmann::json json{{"estimator", explanation.estimator},
                        {"formula", explanation.formula},
                        {"symbols", symbolsJson(explanation.symbols)},
                        {"levels", std::move(levels)},
                        {"probability", number(explanation.probability)}};
    for (const lm::ExplainedPart& part : explanation.parts) {
        nlohmann::json one{{"symbol", part.symbol}, {"model", part.name}};
        if (part.explanation.estimator.empty())
            one["source"] = part.missing.english();
        else
            one["explanation"] = explanationJson(part.explanation, part.model);
        json["parts"].push_back(std::move(one));
    }
    return json;
}

void printSymbol(const lm::Symbol& symbol, const Derive& derive, std::size_t depth) {
    const auto found = derive ? derive(symbol) : std::nullopt;
    print(fmt::format("{:{}}{} = {}{}{}\n", "", 2 * depth, symbol.name, symbol.value,
                      found && !found->formula.empty() ? " = " + found->formula : "",
                      found && *found->words.pattern != 0 ? ": " + found->words.english() : ""));
    if (found && !found->standsBeside)
        for (const lm::Symbol& inner : found->symbols)
            printSymbol(inner, derive, depth + 1);
}

/// Every line indented by two blanks for each step of `depth`.
void printExplanation(const lm::Explanation& explanation, const lm::LanguageModel* model,
                      std::size_t depth) {
    const std::string indent(2 * depth, ' ');
    print(fmt::format("{}{}: P = {}\n", indent, explanation.estimator, explanation.formula));
    if (explanation.levels.empty())
        for (const lm::Symbol& symbol : explanation.symbols)
            printSymbol(symbol, {}, depth + 1);
    for (const auto& level : explanation.levels) {
        print(fmt::format("{}{} = {} = {}\n", indent, level.term, level.formula,
                          shown(level.probability, 6)));
        const Derive derive = deriver(model, level);
        for (const lm::Symbol& symbol : level.symbols) {
            const auto* const part = partOf(explanation, symbol);
            if (part == nullptr) {
                printSymbol(symbol, derive, depth + 1);
                continue;
            }
            const bool explained = !part->explanation.estimator.empty();
            print(fmt::format("{}  {} = {}: the model {}{}\n", indent, symbol.name, symbol.value,
                              part->name, explained ? "" : ", " + part->missing.english()));
            if (explained)
                printExplanation(part->explanation, part->model, depth + 2);
        }
    }
}

int explain(Session& session, const std::string& name, const std::string& text) {
    const auto entry = session.model(name);
    const auto model = tasks::openModel(session.libraryFolder, entry);
    const auto* explainer = dynamic_cast<const lm::Explainer*>(model.get());
    if (explainer == nullptr)
        throw base::InputError({"The model {0} cannot explain its probabilities: only n-gram "
                                "models can.",
                                {entry.name}});
    std::vector<text::TokenId> tokens{text::Vocabulary::begin};
    const auto encoded = model->tokenizer().encode(text);
    tokens.insert(tokens.end(), encoded.begin(), encoded.end());
    if (encoded.empty())
        throw base::InputError({"There is no token in \"{0}\". Give a text whose last token is to "
                                "be explained.",
                                {text}});
    const auto explanation =
        explainer->explain(std::span(tokens).first(tokens.size() - 1), tokens.back());
    if (session.json) {
        auto json = explanationJson(explanation, model.get());
        json["model"] = entry.name;
        json["token"] = model->tokenizer().vocabulary().token(tokens.back());
        printJson(json);
        return succeeded;
    }
    printExplanation(explanation, model.get(), 0);
    print(fmt::format("P = {}\n", shown(explanation.probability, 6)));
    return succeeded;
}

} // namespace

void addExplainCommand(CLI::App& app, Session& session) {
    auto* explaining =
        app.add_subcommand("explain", "Show how the probability of a text's last token came about");
    auto model = std::make_shared<std::string>();
    auto text = std::make_shared<std::string>();
    explaining->add_option("MODEL", *model, "Name or number")->required();
    explaining->add_option("TEXT", *text, "A sentence's beginning")->required();
    explaining->callback([&session, model, text] {
        session.action = [&session, model, text] { return explain(session, *model, *text); };
    });
}

} // namespace cli
