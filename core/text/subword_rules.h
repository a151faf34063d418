// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/subword_models.h"

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace text {

/// What WordPiece or Unigram, made elsewhere, makes of a text: words, and pieces of them. A value
/// that is cheap to copy; copies share what never changes. Thread-safe.
class SubwordRules {
public:
    SubwordRules() = default;
    /// `parts` are in the words of a tokenizer.json: "normalizer", "pre_tokenizer" and "decoder" as
    /// they stand there, and "model" without its vocabulary and its unknown token, but, for
    /// Unigram, with the lowest of all its scores, "minimum". `pieces` are those that a text may
    /// spell; `scores` are Unigram's for each. Throws base::FormatError, without a file's name,
    /// where a part is not known here, nlohmann::json::exception where one is none.
    SubwordRules(const nlohmann::json& parts, std::vector<std::string> pieces,
                 std::vector<double> scores);

    bool empty() const { return !rules_; }
    const nlohmann::json& parts() const;
    const std::vector<std::string>& pieces() const;
    const std::vector<double>& scores() const;
    bool operator==(const SubwordRules& other) const;

    /// Whether each line is cut as if it stood alone, and line ends are dropped.
    bool cutsLines() const;
    /// What a piece that goes on with a word begins with: "##". Empty for Unigram.
    std::string_view prefix() const;
    /// What a space is written as in pieces: "▁". Empty where spaces are in none.
    std::string_view spaceSign() const;
    /// Whether a text that does not begin with a space is taken as if it did.
    bool addsSpace() const;
    /// Whether a byte that no piece spells is a piece "<0x41>".
    bool fallsBackToBytes() const;

    /// A part of a text: its piece, with 16 bytes that may be read, while a copy of these rules
    /// lives, and where it comes from. An unknown part's piece is empty.
    struct Piece {
        std::string_view text;
        TextRange place;
    };
    /// Appends those of `text`, in order.
    void cut(std::string_view text, std::vector<Piece>& pieces) const;

private:
    struct Rules;
    std::shared_ptr<const Rules> rules_;
};

void to_json(nlohmann::json& json, const SubwordRules& rules);
void from_json(const nlohmann::json& json, SubwordRules& rules);

} // namespace text
