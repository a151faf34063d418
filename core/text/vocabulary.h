// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/token.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
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
    /// From ordinary tokens in their order (a file). Throws base::FormatError on duplicates.
    static Vocabulary fromTokens(std::vector<std::string> tokens, std::uint64_t unknownCount = 0);

    /// Number of entries, the three special ones included.
    std::size_t size() const { return tokens_.size(); }
    /// The token's text; "<unk>", "<s>", "</s>" for the special ones.
    const std::string& token(TokenId id) const { return tokens_[index(id)]; }
    /// unknown for a token that is not there. The special tokens' own spelling in a text is an
    /// ordinary token, never a boundary.
    TokenId find(std::string_view token) const;
    static bool isSpecial(TokenId id) { return index(id) < specialCount; }
    /// Tokens of the text that the cut turned into <unk>. An open vocabulary (more than zero) gives
    /// <unk> a probability; in a closed one an unknown token has none.
    std::uint64_t unknownCount() const { return unknownCount_; }
    bool isOpen() const { return unknownCount_ > 0; }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };
    std::vector<std::string> tokens_;
    std::unordered_map<std::string, TokenId, Hash, std::equal_to<>> ids_;
    std::uint64_t unknownCount_ = 0;
};

} // namespace text
