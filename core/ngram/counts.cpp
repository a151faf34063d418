// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/counts.h"

#include "core/ngram/ngram_model.h"
#include "core/text/tokenizer_file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace ngram {

namespace {

[[noreturn]] void damaged(const base::SectionFile& file, const std::string& place) {
    throw base::FormatError(
        {NG_TEXT("core", "The n-gram model {0} is damaged: {1} does not fit the rest. Remove the "
                         "model and train it again."),
         {file.path().string(), place}});
}

void require(bool fits, const base::SectionFile& file, const std::string& place) {
    if (!fits)
        damaged(file, place);
}

void countUp(Counts::CountsOfCounts& ofCounts, std::uint64_t count) {
    if (count < ofCounts.size())
        ++ofCounts[count];
}

struct Config {
    unsigned order = 0;
    std::uint64_t events = 0;
    std::uint64_t sentences = 0;
};

Config readConfig(const base::SectionFile& file) {
    const auto json = nlohmann::json::parse(file.text("config"), nullptr, false);
    const auto number = [&](const char* key) {
        require(json.is_object() && json.contains(key) && json[key].is_number_unsigned(), file,
                fmt::format("config, \"{}\"", key));
        return json[key].get<std::uint64_t>();
    };
    const std::uint64_t order = number("order");
    require(order >= 1 && order <= maximumOrder, file, "config, \"order\"");
    return {static_cast<unsigned>(order), number("events"), number("sentences")};
}

} // namespace

Counts::Counts(base::SectionFile file)
    : file_(std::move(file)), tokenizer_(text::readTokenizer(file_)) {
    const Config config = readConfig(file_);
    events_ = config.events;
    sentences_ = config.sentences;
    for (unsigned length = 1; length <= config.order; ++length) {
        Level level;
        level.tokens = file_.values<text::TokenId>(fmt::format("level-{}-tokens", length));
        level.counts = file_.values<std::uint64_t>(fmt::format("level-{}-counts", length));
        level.adjusted = level.counts;
        if (length < config.order) {
            level.adjusted = file_.values<std::uint64_t>(fmt::format("level-{}-adjusted", length));
            level.followers =
                file_.values<StoredFollowers>(fmt::format("level-{}-followers", length));
            level.children = file_.values<std::uint64_t>(fmt::format("level-{}-children", length));
        }
        levels_.push_back(level);
    }
    validate();
}

/// Whatever later code indexes by or divides by is looked at once, here: one pass over the file.
void Counts::validate() {
    const std::size_t vocabularySize = tokenizer_.vocabulary().size();
    Level& unigrams = levels_.front();
    require(unigrams.tokens.size() == vocabularySize, file_, "level-1-tokens");
    require(unigrams.counts.size() == vocabularySize, file_, "level-1-counts");
    require(unigrams.adjusted.size() == vocabularySize, file_, "level-1-adjusted");
    std::uint64_t events = 0;
    for (std::size_t i = 0; i < vocabularySize; ++i) {
        require(text::index(unigrams.tokens[i]) == i, file_, "level-1-tokens");
        if (text::tokenId(i) == text::Vocabulary::begin)
            require(unigrams.counts[i] == sentences_ && (order() == 1 || unigrams.adjusted[i] == 0),
                    file_, "config, \"sentences\"");
        else {
            require(unigrams.adjusted[i] <= unigrams.counts[i] &&
                        (unigrams.adjusted[i] > 0) == (unigrams.counts[i] > 0),
                    file_, "level-1-adjusted");
            countUp(unigrams.ofCounts, unigrams.counts[i]);
            countUp(unigrams.ofAdjusted, unigrams.adjusted[i]);
            require(!__builtin_add_overflow(events, unigrams.counts[i], &events), file_,
                    "level-1-counts");
        }
    }
    require(events == events_, file_, "config, \"events\"");
    for (unsigned length = 2; length <= order(); ++length)
        validateLevel(length);
    rootFollowers_ = sumFollowers({1, 0, vocabularySize});
}

void Counts::validateLevel(unsigned length) {
    const Level& upper = levels_[length - 2];
    Level& level = levels_[length - 1];
    const std::size_t vocabularySize = tokenizer_.vocabulary().size();
    const std::string tokensName = fmt::format("level-{}-tokens", length);
    const std::string countsName = fmt::format("level-{}-counts", length);
    const std::string childrenName = fmt::format("level-{}-children", length - 1);
    const std::string adjustedName = fmt::format("level-{}-adjusted", length);
    const std::string followersName = fmt::format("level-{}-followers", length - 1);
    require(level.counts.size() == level.tokens.size(), file_, countsName);
    require(level.adjusted.size() == level.tokens.size(), file_, adjustedName);
    require(upper.followers.size() == upper.tokens.size(), file_, followersName);
    require(upper.children.size() == upper.tokens.size() + 1 && upper.children.front() == 0 &&
                upper.children.back() == level.tokens.size(),
            file_, childrenName);
    require(std::is_sorted(upper.children.begin(), upper.children.end()), file_, childrenName);
    for (std::size_t parent = 0; parent < upper.tokens.size(); ++parent) {
        std::uint64_t sum = 0;
        for (std::uint64_t i = upper.children[parent]; i < upper.children[parent + 1]; ++i) {
            require(text::index(level.tokens[i]) < vocabularySize &&
                        level.tokens[i] != text::Vocabulary::begin &&
                        (i == upper.children[parent] || level.tokens[i - 1] < level.tokens[i]),
                    file_, tokensName);
            require(level.counts[i] > 0 && !__builtin_add_overflow(sum, level.counts[i], &sum),
                    file_, countsName);
            require(level.adjusted[i] > 0 && level.adjusted[i] <= level.counts[i], file_,
                    adjustedName);
            countUp(level.ofCounts, level.counts[i]);
            countUp(level.ofAdjusted, level.adjusted[i]);
        }
        const Followers found =
            sumFollowers({length, upper.children[parent], upper.children[parent + 1]});
        const StoredFollowers& stored = upper.followers[parent];
        require(found.total == stored.total && found.once == stored.once &&
                    found.twice == stored.twice,
                file_, followersName);
        // After every token but </s> something follows: historyCount() relies on it.
        const bool ends = upper.tokens[parent] == text::Vocabulary::end;
        require(sum == (ends ? 0 : upper.counts[parent]), file_, countsName);
    }
}

Counts::Followers Counts::sumFollowers(const Range& range) const {
    Followers sum;
    for (std::uint64_t i = range.first; i < range.last; ++i) {
        const Node node{range.level, i};
        // As a unigram <s> is there to be counted, never to follow.
        const std::uint64_t count =
            token(node) == text::Vocabulary::begin ? 0 : adjustedCount(node);
        sum.total += count;
        sum.once += count == 1 ? 1 : 0;
        sum.twice += count == 2 ? 1 : 0;
        sum.number += count > 0 ? 1 : 0;
    }
    return sum;
}

Counts::Followers Counts::followers(Node history) const {
    if (history.level == 0)
        return rootFollowers_;
    const StoredFollowers& stored = levels_[history.level - 1].followers[history.index];
    const Range range = children(history);
    return {stored.total, stored.once, stored.twice, range.last - range.first};
}

std::optional<Node> Counts::child(Node node, text::TokenId token) const {
    const Range range = children(node);
    if (range.first == range.last)
        return std::nullopt;
    if (range.level == 1)
        return text::index(token) < range.last
                   ? std::optional(Node{1, static_cast<std::uint64_t>(token)})
                   : std::nullopt;
    const auto tokens =
        levels_[range.level - 1].tokens.subspan(range.first, range.last - range.first);
    const auto found = std::lower_bound(tokens.begin(), tokens.end(), token);
    if (found == tokens.end() || *found != token)
        return std::nullopt;
    return Node{range.level, range.first + static_cast<std::uint64_t>(found - tokens.begin())};
}

std::optional<Node> Counts::find(std::span<const text::TokenId> ngram) const {
    std::optional<Node> node = root();
    for (const text::TokenId token : ngram) {
        node = child(*node, token);
        if (!node)
            return std::nullopt;
    }
    return node;
}

Counts::Range Counts::children(Node node) const {
    if (node.level == 0)
        return {1, 0, levels_.front().tokens.size()};
    if (node.level >= order())
        return {node.level + 1, 0, 0};
    const auto offsets = levels_[node.level - 1].children;
    return {node.level + 1, offsets[node.index], offsets[node.index + 1]};
}

std::uint64_t Counts::historyCount(Node node) const {
    if (node.level == 0)
        return events_;
    return token(node) == text::Vocabulary::end ? 0 : count(node);
}

Node Counts::parent(Node node) const {
    if (node.level <= 1)
        return root();
    const auto offsets = levels_[node.level - 2].children;
    const auto after = std::upper_bound(offsets.begin(), offsets.end(), node.index);
    return {node.level - 1, static_cast<std::uint64_t>(after - offsets.begin()) - 1};
}

std::vector<text::TokenId> Counts::ngram(Node node) const {
    std::vector<text::TokenId> tokens(node.level);
    for (; node.level > 0; node = parent(node))
        tokens[node.level - 1] = token(node);
    return tokens;
}

} // namespace ngram
