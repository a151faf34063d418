// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/token.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace text {

/// Where a vocabulary is cut: rarer tokens become <unk>. Zero keeps everything.
struct VocabularyCut {
    std::size_t maximumSize = 0;    ///< ordinary tokens to keep, the most frequent first
    std::uint64_t minimumCount = 0; ///< tokens rarer than this are cut

    bool operator==(const VocabularyCut&) const = default;
};

/// A token and how often it occurs.
struct TokenCount {
    std::string token;
    std::uint64_t count = 0;
};

/// The order of frequency lists and vocabularies: by falling count, equal counts in byte order.
inline bool isRankedBefore(const TokenCount& a, const TokenCount& b) {
    return a.count != b.count ? a.count > b.count : a.token < b.token;
}

/// The tokens that a model knows, numbered. 0 is <unk>, 1 is <s>, 2 is </s>; ordinary tokens follow
/// by falling count, equal counts in byte order, so that the same text always gives the same
/// numbers. Immutable; safe to share between threads.
class Vocabulary {
public:
    static constexpr TokenId unknown = TokenId{0};
    static constexpr TokenId begin = TokenId{1};
    static constexpr TokenId end = TokenId{2};
    static constexpr std::size_t specialCount = 3;

    Vocabulary();
    /// From counts of ordinary tokens, in any order, each token once.
    explicit Vocabulary(std::vector<TokenCount> counts, const VocabularyCut& cut = {});
    /// From ordinary tokens in their order. Throws base::FormatError on duplicates.
    static Vocabulary fromTokens(const std::vector<std::string>& tokens,
                                 std::uint64_t unknownCount = 0);

    /// A vocabulary as it lies in a file; what find() needs is there too, so that opening one takes
    /// no time. Reading stays in bounds whatever stands in it.
    struct Arrays {
        std::span<const std::uint64_t> offsets; ///< of the ordinary tokens in `text`, and its end
        std::string_view text;                  ///< the ordinary tokens, joined
        /// Ids by hash (XXH3, 64 bits), 0 for free; the next slot where one is taken. A power of
        /// two of them, more than there are tokens.
        std::span<const std::uint32_t> table;
    };
    /// `owner` keeps the arrays alive. Without a table it is made, which looks at every token and
    /// throws base::FormatError on duplicates. Throws base::FormatError too where the arrays do not
    /// fit together.
    static Vocabulary fromArrays(const Arrays& arrays, std::shared_ptr<const void> owner,
                                 std::uint64_t unknownCount);
    const Arrays& arrays() const { return arrays_; }

    /// Number of entries, the three special ones included.
    std::size_t size() const { return arrays_.offsets.size() - 1 + specialCount; }
    /// The token's text; "<unk>", "<s>", "</s>" for the special ones.
    /// Valid while this vocabulary, or a copy of it, lives.
    std::string_view token(TokenId id) const;
    /// unknown for a token that is not there. The special tokens' own spelling in a text is an
    /// ordinary token, never a boundary.
    TokenId find(std::string_view token) const;
    /// The same for many, appended as numbers; memory is asked for some tokens ahead.
    void find(std::span<const std::string_view> tokens, std::vector<std::uint32_t>& ids) const;
    static bool isSpecial(TokenId id) { return index(id) < specialCount; }
    /// Tokens of the text that the cut turned into <unk>. An open vocabulary (more than zero) gives
    /// <unk> a probability; in a closed one an unknown token has none.
    std::uint64_t unknownCount() const { return unknownCount_; }
    bool isOpen() const { return unknownCount_ > 0; }

private:
    TokenId findFrom(std::size_t slot, std::string_view token) const;
    struct Empty {};
    explicit Vocabulary(Empty /*unused*/) {}

    Arrays arrays_;
    std::shared_ptr<const void> owner_; ///< copies share what never changes
    std::uint64_t unknownCount_ = 0;
};

} // namespace text
