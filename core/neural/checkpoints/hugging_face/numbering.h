// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/checkpoints/hugging_face/config.h"
#include "core/text/tokenizer_json.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace neural::hugging_face {

/// A folder's tokens in our numbers: <unk>, <s> and </s> are the tokens that have their parts
/// there, all others follow in their order. One token may have two parts: GPT-2's <|endoftext|> is
/// both <s> and </s>. An encoder's <s> and </s> are [CLS] and [SEP]; before what a decoder is to
/// write of an encoder's text it reads <s>, which T5 calls <pad>.
struct Numbering {
    text::Tokenizer tokenizer;
    /// Their number of each of ours, negative where there is none; last of those beyond the
    /// vocabulary.
    std::vector<std::int64_t> rows;
};

/// What the ids beyond the network's vocabulary are called there, in their order: a hidden token,
/// sentinels, marks of turns.
std::vector<std::string> namesBeyond(const TransformerSpec& spec);

/// `tokens` of theirs have embeddings, the last of them marks of turns where the network has them.
/// Throws base::FormatError where a token has none, or where no token begins or ends a text or,
/// where the network needs it, stands for hidden ones.
Numbering numberTokens(const std::filesystem::path& folder, const Config& config,
                       std::int64_t tokens, const TransformerSpec& spec);

} // namespace neural::hugging_face
