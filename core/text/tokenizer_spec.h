// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/subword_rules.h"
#include "core/text/tokenizer_rules.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace text {

/// How text is cut into tokens.
enum class TokenizerKind {
    Characters, ///< Unicode scalar values
    Graphemes,  ///< extended grapheme clusters (UAX #29), what a person calls a character
    Words,      ///< ICU word boundaries (UAX #29, dictionaries for Chinese, Thai, …); punctuation
                ///< marks are tokens, white space is dropped
    Whitespace, ///< what stands between spaces, as n-gram toolkits take it
    Bytes,      ///< the bytes of UTF-8, written <0x00> to <0xFF>
    Bpe,        ///< byte-pair encoding made elsewhere: pieces of words, in byteLetter()'s letters
    WordPiece,  ///< made elsewhere: words as the longest pieces of a vocabulary, as BERT has it
    Unigram,    ///< made elsewhere: words as the likeliest pieces, as SentencePiece and T5 have it
};

/// What stands between <s> and </s>.
enum class SentenceUnit {
    Line,     ///< each line; blank lines are skipped, except by Whitespace, which counts them as
              ///< lmplz does
    Document, ///< each document; the line ends "\n" are tokens where the kind keeps them
};

/// Everything that decides how text becomes tokens. A value; two equal specs cut alike.
struct TokenizerSpec {
    TokenizerKind kind = TokenizerKind::Words;
    SentenceUnit unit = SentenceUnit::Line;
    bool foldCase = false;      ///< full Unicode case folding before cutting
    TokenizerRules rules = {};  ///< of Bpe; of Words where other patterns than ICU's cut it
    SubwordRules subwords = {}; ///< of WordPiece and Unigram

    bool operator==(const TokenizerSpec&) const = default;
};

/// The kind's name as the command line and files write it: "characters", "graphemes", "words",
/// "whitespace", "bytes", "bpe", "wordpiece", "unigram".
std::string_view toName(TokenizerKind kind);
/// Throws base::InputError, naming the kinds that can be chosen.
TokenizerKind tokenizerKindFromName(std::string_view name);
/// Those that can be made of a corpus.
const std::vector<TokenizerKind>& allTokenizerKinds();

/// Whether encode then decode gives the text of a sentence back exactly: characters, graphemes and
/// bytes without case folding, for text inside the vocabulary.
bool isLossless(const TokenizerSpec& spec);

void to_json(nlohmann::json& json, const TokenizerSpec& spec);
void from_json(const nlohmann::json& json, TokenizerSpec& spec);

} // namespace text
