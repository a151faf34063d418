// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/backoff_table.h"

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ngram {

/// A back-off table while it is put together, in memory: 16 bytes an n-gram. Level 1 has an entry
/// for each vocabulary entry; in higher levels the n-grams stand in the order of their tokens, and
/// no n-gram is there without the one it begins with.
class BackoffArrays {
public:
    static constexpr float none = std::numeric_limits<float>::quiet_NaN();

    /// The unigrams: a log10 probability for each entry of a vocabulary, `none` where there is
    /// none, and a log10 weight each.
    BackoffArrays(std::vector<float> probability, std::vector<float> backoff);

    unsigned order() const { return static_cast<unsigned>(levels_.size()); }
    /// Begins the next level. N-grams are then appended in order, each under the index of what it
    /// begins with in the level below.
    void beginLevel();
    void append(std::uint64_t parent, text::TokenId token, float probability, float backoff);
    /// Ends it; every level is ended before it is looked into.
    void endLevel();

    void setBackoff(Node history, double weight);
    /// P(next | history) by what is there so far.
    double probability(std::span<const text::TokenId> history, text::TokenId next) const;

    /// Written aside and renamed into place. Throws base::FileError.
    void write(const std::filesystem::path& path, const text::Tokenizer& tokenizer,
               const std::string& source) const;

private:
    struct Level {
        std::vector<text::TokenId> tokens;   ///< none at level 1
        std::vector<std::uint32_t> children; ///< offsets into the next level, once that is ended
        std::vector<float> probability;
        std::vector<float> backoff;
    };
    std::optional<std::uint64_t> find(std::span<const text::TokenId> ngram) const;

    std::vector<Level> levels_;
};

} // namespace ngram
