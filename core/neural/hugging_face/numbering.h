// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/hugging_face/config.h"
#include "core/text/tokenizer_json.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace neural::hugging_face {

/// A folder's tokens in our numbers: <unk>, <s> and </s> are the tokens that have their parts
/// there, all others follow in their order. One token may have two parts: GPT-2's <|endoftext|> is
/// both <s> and </s>.
struct Numbering {
    text::Tokenizer tokenizer;
    /// Their number of each of ours, negative where there is none; last the hidden token's, where
    /// there is one.
    std::vector<std::int64_t> rows;
};

/// `tokens` of theirs have embeddings. Throws base::FormatError where a token has none, or where
/// no token begins or ends a text or, if `hides`, stands for hidden ones.
/// The last `marks` of them are marks of turns, beyond our vocabulary.
Numbering numberTokens(const std::filesystem::path& folder, const Config& config,
                       std::int64_t tokens, bool hides, std::int64_t marks);

} // namespace neural::hugging_face
