// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer_spec.h"
#include "core/text/vocabulary.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace cli {

/// What both kinds of training ask for, as it stands on the command line.
struct TextOptions {
    std::vector<std::string> corpora;
    std::string tokenizer = "words";
    std::string unit = "line";
    bool foldCase = false;
    text::VocabularyCut cut;
    std::string name;

    text::TokenizerSpec spec() const {
        return {text::tokenizerKindFromName(tokenizer),
                unit == "document" ? text::SentenceUnit::Document : text::SentenceUnit::Line,
                foldCase};
    }
};

/// Returns the option --corpus.
CLI::Option* addTextOptions(CLI::App& app, TextOptions& options);

} // namespace cli
