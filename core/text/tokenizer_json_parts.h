// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer_spec.h"

#include <nlohmann/json.hpp>

/// How a tokenizer.json says what a TokenizerSpec says, with just the fields that the library
/// itself writes, so that what it saves again is known again.
namespace text::tokenizer_json {

/// Radford et al. 2019, section 2.2, as their code has it.
inline constexpr const char* gpt2Pattern =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";
/// The pre-tokenizer "Whitespace": words, and what stands between them and spaces.
inline constexpr const char* whitespacePattern = R"(\w+|[^\w\s]+)";

/// What is done with a text before it is cut; null for nothing.
nlohmann::json normalizerOf(const TokenizerSpec& spec);
nlohmann::json preTokenizerOf(const TokenizerSpec& spec);
nlohmann::json decoderOf(const TokenizerSpec& spec);

/// A cut at a regular expression's matches; "Isolated" keeps them, "Removed" does not.
nlohmann::json split(const char* pattern, const char* behavior);

} // namespace text::tokenizer_json
