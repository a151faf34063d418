// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/pattern.h"
#include "core/text/tokenizer_rules.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace text {

/// Cuts text as rules say. One thread at a time.
class RuleCutter {
public:
    explicit RuleCutter(TokenizerRules rules);

    /// What the patterns leave, in order: views of the text. Throws base::FormatError where a
    /// pattern takes too long.
    const std::vector<std::string_view>& cut(std::string_view text);
    /// Appends the pieces that the merges make of each of those (Sennrich, Haddow, Birch 2016,
    /// "Neural machine translation of rare words with subword units", section 3.2, over bytes).
    /// Valid while the rules live.
    void cutIntoPieces(std::string_view text, std::vector<std::string_view>& pieces);

private:
    void cutFurther(Matcher& matcher);
    const std::vector<std::uint32_t>& piecesOf(std::string_view word);

    TokenizerRules rules_;
    std::vector<Matcher> matchers_;
    std::vector<std::string_view> parts_;
    std::vector<std::string_view> further_;
    std::string spaced_;
    std::unordered_map<std::string, std::vector<std::uint32_t>> known_; ///< words seen before
    std::vector<std::uint32_t> long_; ///< of a word too long to keep
};

} // namespace text
