// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The tokenizer.json of the Hugging Face tokenizers library: how text is cut, and every token with
/// its number.
namespace text {

/// Such a file, its numbers as they stand there.
struct TokenizerJson {
    TokenizerSpec spec;
    std::vector<std::string> tokens; ///< by number; empty where a number has none
    std::string unknown;             ///< stands for what is unknown; empty where nothing does

    std::optional<std::size_t> find(std::string_view token) const;
};

/// What a tokenizer for hidden tokens calls them there.
inline constexpr std::string_view hiddenToken = "<mask>";

/// Reads whole words (WordLevel), byte-level BPE, WordPiece and Unigram. Throws base::FormatError
/// for any other kind, naming those, and where the file is damaged. What special tokens are spelled
/// like is text in a text, as the library has it with encode_special_tokens.
TokenizerJson readTokenizerJson(const std::filesystem::path& path);

/// Writes a tokenizer, which gives its own numbers there; <s> is put before a text, and </s> behind
/// it where `ends`. Tokens that no text spells follow the vocabulary: `further`. The library has no
/// dictionaries for the words of Chinese or Thai, and lower case instead of folded. Throws
/// base::FileError.
void writeTokenizerJson(const std::filesystem::path& path, const Tokenizer& tokenizer, bool ends,
                        const std::vector<std::string>& further = {});

} // namespace text
