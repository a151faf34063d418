// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/counts.h"

#include <fmt/format.h>

#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace bench {

/// Counts of about so many different bigrams, written by the program's own counter. Words are drawn
/// from 100,000 so that the first come a thousand times as often as most: pairs come up to
/// thousands of times, most of them once.
inline void writeBigCounts(const std::filesystem::path& path, std::uint64_t bigrams) {
    constexpr std::size_t wordCount = 100'000;
    constexpr std::size_t wordsInSentence = 20;
    std::vector<std::string> words;
    for (std::size_t i = 0; i < wordCount; ++i)
        words.push_back(fmt::format("word{}", i));
    const text::Tokenizer tokenizer({text::TokenizerKind::Whitespace},
                                    text::Vocabulary::fromTokens(words));
    const std::uint64_t sentences = bigrams * 107 / 100 / wordsInSentence; // some come again
    std::mt19937 random(1);
    std::vector<text::TokenId> tokens;
    tokens.reserve(sentences * (wordsInSentence + 2));
    for (std::size_t sentence = 0; sentence < sentences; ++sentence) {
        tokens.push_back(text::Vocabulary::begin);
        for (std::size_t i = 0; i < wordsInSentence; ++i) {
            const double even = static_cast<double>(random()) / 4294967296.0;
            const auto word = static_cast<std::size_t>(even * even * wordCount);
            tokens.push_back(text::tokenId(text::Vocabulary::specialCount + word));
        }
        tokens.push_back(text::Vocabulary::end);
    }
    base::NoProgress progress;
    ngram::writeCounts(path, tokens, tokenizer, 2, progress, {}, {std::uint64_t{1} << 30, 0});
}

/// What a benchmark's command line asks for: "[BIGRAMS [ESTIMATOR]]".
struct BigTable {
    std::uint64_t bigrams = 10'000'000;
    std::string estimator = "mle";
};
inline BigTable readArguments(int argc, char** argv) {
    BigTable asked;
    if (argc > 1)
        asked.bigrams = std::stoull(argv[1]);
    if (argc > 2)
        asked.estimator = argv[2];
    return asked;
}

} // namespace bench
