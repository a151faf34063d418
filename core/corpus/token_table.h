// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/corpus/token_stream.h"
#include "core/text/vocabulary.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace corpus {

/// Different tokens, numbered from 0 as they were met, and how often each was. One thread at a
/// time.
class TokenTable final : public TokenNumberer {
public:
    TokenTable();

    /// Counts each token and appends its number. All at once, so that the table's memory is asked
    /// for before it is needed.
    void number(std::span<const std::string_view> tokens,
                std::vector<std::uint32_t>& numbers) override;
    std::uint32_t number(std::string_view token, std::uint64_t times);

    std::size_t size() const { return counts_.size(); }
    std::string_view token(std::size_t number) const {
        const std::size_t begin = number == 0 ? 0 : ends_[number - 1];
        return std::string_view(text_).substr(begin, ends_[number] - begin);
    }
    std::uint64_t count(std::size_t number) const { return counts_[number]; }

private:
    struct Slot {
        std::uint32_t hash = 0;   ///< its upper half; the lower says where to look
        std::uint32_t number = 0; ///< plus 1; 0 is free
    };
    std::uint32_t numberAt(std::uint64_t hash, std::string_view token, std::uint64_t times);
    void grow();

    std::vector<Slot> slots_; ///< a power of two, at most 5/8 taken
    std::string text_;        ///< the tokens, joined
    std::vector<std::size_t> ends_;
    std::vector<std::uint64_t> counts_;
    std::vector<std::uint64_t> hashes_; ///< of the tokens that are being counted
};

/// Tables that were filled side by side, as one list by rank (text::isRankedBefore).
struct RankedTokens {
    std::vector<text::TokenCount> tokens;
    std::vector<std::vector<std::uint32_t>> ranks; ///< [table][number]: place in `tokens`
};
RankedTokens rankTokens(std::vector<TokenTable> tables);

/// streamTokens() with a table on each of the machine's threads; returns the tables.
std::vector<TokenTable> tabulateTokens(std::vector<Document>& documents,
                                       const text::TokenizerSpec& spec, const char* stage,
                                       TokenSink& sink, base::Progress& progress,
                                       const std::stop_token& stop);

} // namespace corpus
