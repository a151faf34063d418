// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace text {

/// How a tokenizer that was made elsewhere cuts text, where a kind's name does not say it. A value
/// that is cheap to copy; copies share what never changes.
class TokenizerRules {
public:
    /// A regular expression (ICU's) each. The first cuts a text into its matches and what lies
    /// between them, each further one cuts those pieces further.
    using Patterns = std::vector<std::string>;

    TokenizerRules() = default;
    /// Merges as in merges.txt: "Ġ t", the most frequent first, in the letters of byteLetter().
    /// Throws base::FormatError for a pattern or a merge that is none.
    TokenizerRules(Patterns patterns, std::vector<std::string> merges, bool addsSpace);

    bool empty() const { return !rules_; }
    const Patterns& patterns() const;
    const std::vector<std::string>& merges() const;
    /// Whether a text that does not begin with a space is taken as if it did.
    bool addsSpace() const { return rules_ && rules_->addsSpace; }
    bool operator==(const TokenizerRules& other) const;

    /// A piece that bytes or merges make, by its number; the first 256 are bytes. Valid while a
    /// copy of these rules lives, with 16 bytes that may be read.
    std::string_view piece(std::uint32_t number) const;

    /// What two pieces become, and how early it is done.
    struct Merge {
        std::uint32_t rank = 0;
        std::uint32_t result = 0;
    };
    /// Null where they stay two.
    const Merge* merge(std::uint32_t left, std::uint32_t right) const;

private:
    struct Rules {
        Patterns patterns;
        std::vector<std::string> merges;
        bool addsSpace = false;
        std::vector<std::string> pieces;
        std::unordered_map<std::uint64_t, Merge> table; ///< by both numbers
    };
    std::shared_ptr<const Rules> rules_;
};

void to_json(nlohmann::json& json, const TokenizerRules& rules);
void from_json(const nlohmann::json& json, TokenizerRules& rules);

} // namespace text
