// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

/// WordPiece with a few pieces, as a file made elsewhere would bring it.
inline text::Tokenizer wordPieceTokenizer(const std::vector<std::string>& pieces) {
    const nlohmann::json parts = {{"normalizer", nullptr},
                                  {"pre_tokenizer", {{"type", "BertPreTokenizer"}}},
                                  {"decoder", nullptr},
                                  {"model",
                                   {{"type", "WordPiece"},
                                    {"continuing_subword_prefix", "##"},
                                    {"max_input_chars_per_word", 100}}}};
    text::TokenizerSpec spec{text::TokenizerKind::WordPiece, text::SentenceUnit::Document, false};
    spec.subwords = text::SubwordRules(parts, pieces, {});
    return {spec, text::Vocabulary::fromTokens(pieces)};
}
