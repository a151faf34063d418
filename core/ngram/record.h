// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/vocabulary.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace ngram {

/// An n-gram packed into 64-bit words, whose order as numbers is that of the tokens. Tokens do not
/// cross words.
template <std::size_t words>
struct Record {
    std::array<std::uint64_t, words> word;
    bool operator==(const Record&) const = default;
};

/// How tokens lie in a record.
class RecordLayout {
public:
    /// What stands after the end of the sentence: no n-gram goes on with <s>.
    static constexpr text::TokenId padding = text::Vocabulary::begin;

    RecordLayout(std::size_t vocabularySize, unsigned order)
        : order_(order),
          bits_(static_cast<unsigned>(std::bit_width(vocabularySize > 1 ? vocabularySize - 1 : 1))),
          perWord_(64 / bits_) {
        for (unsigned bit = 0; bit < 64; ++bit)
            place_[bit] = static_cast<std::uint8_t>(std::min(bit / bits_, perWord_ - 1));
        for (unsigned i = 0; i < order_; ++i)
            where_[i] = {static_cast<std::uint8_t>(i / perWord_),
                         static_cast<std::uint8_t>(64 - bits_ * (i % perWord_ + 1))};
    }

    unsigned order() const { return order_; }
    std::size_t words() const { return (order_ + perWord_ - 1) / perWord_; }

    /// The n-gram that begins at a position: up to `order` tokens, none after </s>. Without a
    /// branch that depends on the text.
    template <std::size_t words>
    Record<words> pack(std::span<const text::TokenId> tokens, std::size_t position) const {
        if (tokens.size() - position >= order_)
            return packAll<words>(&tokens[position]);
        std::array<text::TokenId, mostTokens> padded;
        padded.fill(padding);
        std::copy(tokens.begin() + static_cast<std::ptrdiff_t>(position), tokens.end(),
                  padded.begin());
        return packAll<words>(padded.data());
    }
    template <std::size_t words>
    text::TokenId token(const Record<words>& record, unsigned i) const {
        return static_cast<text::TokenId>((record.word[where_[i].word] >> where_[i].shift) &
                                          ((std::uint64_t{1} << bits_) - 1));
    }
    /// The first place where two records differ; `order` where they do not.
    template <std::size_t words>
    unsigned firstDifference(const Record<words>& a, const Record<words>& b) const {
        for (std::size_t i = 0; i < words; ++i)
            if (const std::uint64_t differing = a.word[i] ^ b.word[i])
                return static_cast<unsigned>(i) * perWord_ +
                       place_[static_cast<std::size_t>(std::countl_zero(differing))];
        return order_;
    }

private:
    static constexpr std::size_t mostTokens = 16;
    struct Where {
        std::uint8_t word = 0;
        std::uint8_t shift = 0;
    };

    template <std::size_t words>
    Record<words> packAll(const text::TokenId* tokens) const {
        Record<words> record{};
        std::uint32_t inside = ~std::uint32_t{0}; // the sentence; 0 once it has ended
        unsigned left = order_;
        for (std::size_t i = 0; i < words && left > 0; ++i) { // a record may have words to spare
            const unsigned here = std::min(left, perWord_);
            std::uint64_t word = 0;
            for (unsigned k = 0; k < here; ++k) {
                const auto next = static_cast<std::uint32_t>(*tokens++);
                word = word << bits_ | (next & inside) |
                       (static_cast<std::uint32_t>(padding) & ~inside);
                inside &= next == static_cast<std::uint32_t>(text::Vocabulary::end)
                              ? 0
                              : ~std::uint32_t{0};
            }
            record.word[i] = word << (64 - bits_ * here);
            left -= here;
        }
        return record;
    }

    unsigned order_;
    unsigned bits_;
    unsigned perWord_;
    std::array<std::uint8_t, 64> place_{};  ///< token of a bit, from the highest
    std::array<Where, mostTokens> where_{}; ///< of each token
};

} // namespace ngram
