// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/counts.h"

#include <fmt/format.h>

#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace bench {

/// Counts of ten million different bigrams, written by the program's own counter: pairs drawn
/// evenly from 20,000 words hardly ever come twice (10.2 M drawn, of 400 M there are).
inline void writeBigCounts(const std::filesystem::path& path) {
    constexpr std::size_t wordCount = 20'000;
    constexpr std::size_t sentences = 510'000;
    constexpr std::size_t wordsInSentence = 20;
    std::vector<std::string> words;
    for (std::size_t i = 0; i < wordCount; ++i)
        words.push_back(fmt::format("word{}", i));
    const text::Tokenizer tokenizer({text::TokenizerKind::Whitespace},
                                    text::Vocabulary::fromTokens(words));
    std::mt19937 random(1);
    std::vector<text::TokenId> tokens;
    tokens.reserve(sentences * (wordsInSentence + 2));
    for (std::size_t sentence = 0; sentence < sentences; ++sentence) {
        tokens.push_back(text::Vocabulary::begin);
        for (std::size_t i = 0; i < wordsInSentence; ++i)
            tokens.push_back(text::tokenId(text::Vocabulary::specialCount + random() % wordCount));
        tokens.push_back(text::Vocabulary::end);
    }
    base::NoProgress progress;
    ngram::writeCounts(path, tokens, tokenizer, 2, progress, {});
}

} // namespace bench
