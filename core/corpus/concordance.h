// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/corpus/token_cache.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace corpus {

/// A line of the corpus in which an n-gram stands.
struct Occurrence {
    std::filesystem::path document;
    std::uint32_t line = 0; ///< from 1
    std::uint64_t byteOffset = 0;
    std::string text; ///< the line, cut to a readable length around the n-gram
    /// Bytes [begin, end) of `text` that are the n-gram; both 0 where it cannot be told.
    std::size_t begin = 0;
    std::size_t end = 0;
    bool available = true; ///< false where the file has gone or changed; text is empty then
};

struct Occurrences {
    std::vector<Occurrence> lines; ///< the first `limit`, in the corpus's order
    std::uint64_t total = 0;       ///< all places, counted in full
};

/// Finds the n-gram (boundary tokens included, as in the cache) by a scan of the mapped tokens.
Occurrences findOccurrences(const TokenCache& cache, const text::Tokenizer& tokenizer,
                            std::span<const text::TokenId> ngram, std::size_t limit,
                            const std::stop_token& stop);

/// The lines of places where the n-gram is known to stand.
std::vector<Occurrence> linesAt(const TokenCache& cache, const text::Tokenizer& tokenizer,
                                std::span<const text::TokenId> ngram,
                                const std::vector<std::uint64_t>& places,
                                const std::stop_token& stop);

} // namespace corpus
