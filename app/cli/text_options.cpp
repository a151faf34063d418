// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/text_options.h"

namespace cli {

namespace {

std::vector<std::string> tokenizerNames() {
    std::vector<std::string> names;
    for (const auto kind : text::allTokenizerKinds())
        names.emplace_back(text::toName(kind));
    return names;
}

} // namespace

CLI::Option* addTextOptions(CLI::App& app, TextOptions& options) {
    auto* corpora = app.add_option("--corpus", options.corpora, "Corpora, by name or number");
    app.add_option("--tokenizer", options.tokenizer, "How text is cut into tokens")
        ->check(CLI::IsMember(tokenizerNames()))
        ->capture_default_str();
    app.add_option("--unit", options.unit, "What a sentence is")
        ->check(CLI::IsMember({"line", "document"}))
        ->capture_default_str();
    app.add_flag("--fold-case", options.foldCase, "Upper and lower case are the same");
    app.add_option("--vocabulary-size", options.cut.maximumSize,
                   "Keep this many tokens, the most frequent; 0 keeps all");
    app.add_option("--min-count", options.cut.minimumCount, "Keep tokens at least this frequent");
    app.add_option("--name", options.name, "The model's name");
    return corpora;
}

} // namespace cli
