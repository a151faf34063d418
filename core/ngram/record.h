// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/vocabulary.h"

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
    }

    unsigned order() const { return order_; }
    std::size_t words() const { return (order_ + perWord_ - 1) / perWord_; }

    /// The n-gram that begins at a position: up to `order` tokens, none after </s>.
    template <std::size_t words>
    Record<words> pack(std::span<const text::TokenId> tokens, std::size_t position) const {
        Record<words> record{};
        bool ended = false;
        for (unsigned i = 0; i < order_; ++i) {
            text::TokenId token = padding;
            if (!ended && position + i < tokens.size())
                token = tokens[position + i];
            ended = ended || token == text::Vocabulary::end || (i > 0 && token == padding);
            record.word[i / perWord_] |= static_cast<std::uint64_t>(token) << shift(i);
        }
        return record;
    }
    template <std::size_t words>
    text::TokenId token(const Record<words>& record, unsigned i) const {
        return static_cast<text::TokenId>((record.word[i / perWord_] >> shift(i)) &
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
    unsigned shift(unsigned i) const { return 64 - bits_ * (i % perWord_ + 1); }

    unsigned order_;
    unsigned bits_;
    unsigned perWord_;
    std::array<std::uint8_t, 64> place_{}; ///< token of a bit, from the highest
};

} // namespace ngram
