// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/scratch_memory.h"
#include "core/corpus/token_stream.h"
#include "core/text/vocabulary.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace corpus {

/// Different tokens, numbered as they were met, and how often each was. One thread at a time.
class TokenTable final : public TokenNumberer {
public:
    TokenTable();

    /// Counts each token and appends its number, from Vocabulary::specialCount up.
    void number(std::span<const std::string_view> tokens,
                std::vector<std::uint32_t>& numbers) override;
    /// Counts a token `times` times; its place, from 0 up.
    std::uint32_t add(std::string_view token, std::uint64_t times);

    std::size_t size() const { return ends_.size(); }
    std::string_view token(std::size_t place) const {
        const std::size_t begin = place == 0 ? 0 : ends_[place - 1];
        return std::string_view(text_).substr(begin, ends_[place] - begin);
    }
    /// How often each token was, by place.
    std::vector<std::uint64_t> counts() const;

private:
    /// What tells a token from others. Up to 16 bytes are all in here; of longer ones it is a hash.
    struct Key {
        std::uint64_t low = 0;
        std::uint64_t high = 0;
        std::uint32_t length = 0;
    };
    /// All that is asked of nearly every token of a text, in half a cache line.
    struct Slot {
        std::uint64_t low = 0;
        std::uint64_t high = 0;
        std::uint32_t length = 0;
        std::uint32_t place = 0; ///< plus 1; 0 is free
        std::uint64_t count = 0;

        Key key() const { return {low, high, length}; }
        bool has(const Key& key) const {
            return low == key.low && high == key.high && length == key.length;
        }
    };
    static Key keyOf(const char* begin, std::size_t size);
    static std::uint64_t hashOf(const Key& key);
    std::uint32_t addAt(std::uint64_t hash, const Key& key, std::string_view token,
                        std::uint64_t times);
    std::uint32_t insert(Slot& slot, const Key& key, std::string_view token, std::uint64_t times);
    void resize(std::size_t size);
    void grow();

    base::ScratchMemory memory_;
    std::span<Slot> slots_; ///< a power of two, at most half taken
    std::string text_;      ///< the tokens, joined
    std::vector<std::size_t> ends_;
};

/// Tables that were filled side by side, as one list by rank (text::isRankedBefore).
struct RankedTokens {
    std::vector<text::TokenCount> tokens;
    std::vector<std::vector<std::uint32_t>> ranks; ///< [table][place]: place in `tokens`
};
RankedTokens rankTokens(std::vector<TokenTable> tables);

/// streamTokens() with a table on each of the machine's threads; returns the tables.
std::vector<TokenTable> tabulateTokens(std::vector<Document>& documents,
                                       const text::TokenizerSpec& spec, const char* stage,
                                       TokenSink& sink, base::Progress& progress,
                                       const std::stop_token& stop);

} // namespace corpus
