// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenizer_rules.h"

#include "core/base/error.h"
#include "core/text/byte_letter.h"
#include "core/text/pattern.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace text {

namespace {

constexpr std::size_t readable = 16;

std::uint64_t key(std::uint32_t left, std::uint32_t right) {
    return std::uint64_t{left} << 32 | right;
}

/// The pieces that there are so far, by their text.
class Numbers {
public:
    explicit Numbers(std::vector<std::string>& pieces) : pieces_(pieces) {
        for (unsigned byte = 0; byte < 256; ++byte)
            add(std::string(byteLetter(static_cast<unsigned char>(byte))));
    }
    std::uint32_t add(const std::string& piece) {
        const auto [place, isNew] =
            numbers_.emplace(piece, static_cast<std::uint32_t>(pieces_.size()));
        if (isNew) {
            pieces_.push_back(piece);
            pieces_.back().reserve(readable);
        }
        return place->second;
    }
    const std::uint32_t* find(const std::string& piece) const {
        const auto place = numbers_.find(piece);
        return place == numbers_.end() ? nullptr : &place->second;
    }

private:
    std::vector<std::string>& pieces_;
    std::unordered_map<std::string, std::uint32_t> numbers_;
};

} // namespace

TokenizerRules::TokenizerRules(Patterns patterns, std::vector<std::string> merges, bool addsSpace) {
    for (const std::string& pattern : patterns)
        Pattern{pattern}; // throws where it is none
    auto rules = std::make_shared<Rules>();
    Numbers numbers(rules->pieces);
    for (std::size_t rank = 0; rank < merges.size(); ++rank) {
        const std::string& merge = merges[rank];
        const std::size_t space = merge.find(' ');
        const std::string left = merge.substr(0, space);
        const std::string right = space < merge.size() ? merge.substr(space + 1) : "";
        const std::uint32_t* first = numbers.find(left);
        const std::uint32_t* second = numbers.find(right);
        if (!first || !second)
            throw base::FormatError({NG_TEXT("core", "The tokenizer's merge “{0}” is not of two "
                                                     "pieces that are there before it. Save or "
                                                     "download the tokenizer again."),
                                     {merge}});
        const std::uint64_t both = key(*first, *second);
        rules->table.try_emplace(
            both, Merge{static_cast<std::uint32_t>(rank), numbers.add(left + right)});
    }
    rules->patterns = std::move(patterns);
    rules->merges = std::move(merges);
    rules->addsSpace = addsSpace;
    rules_ = std::move(rules);
}

const TokenizerRules::Patterns& TokenizerRules::patterns() const {
    static const Patterns none;
    return rules_ ? rules_->patterns : none;
}

const std::vector<std::string>& TokenizerRules::merges() const {
    static const std::vector<std::string> none;
    return rules_ ? rules_->merges : none;
}

bool TokenizerRules::operator==(const TokenizerRules& other) const {
    return rules_ == other.rules_ ||
           (empty() == other.empty() && patterns() == other.patterns() &&
            merges() == other.merges() && addsSpace() == other.addsSpace());
}

std::string_view TokenizerRules::piece(std::uint32_t number) const {
    return rules_->pieces[number];
}

const TokenizerRules::Merge* TokenizerRules::merge(std::uint32_t left, std::uint32_t right) const {
    const auto found = rules_->table.find(key(left, right));
    return found == rules_->table.end() ? nullptr : &found->second;
}

void to_json(nlohmann::json& json, const TokenizerRules& rules) {
    json = {{"patterns", rules.patterns()},
            {"merges", rules.merges()},
            {"adds_space", rules.addsSpace()}};
}

void from_json(const nlohmann::json& json, TokenizerRules& rules) {
    rules = {json.at("patterns").get<TokenizerRules::Patterns>(),
             json.at("merges").get<std::vector<std::string>>(), json.at("adds_space").get<bool>()};
}

} // namespace text
