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
        if (length < config.order)
            level.children = file_.values<std::uint64_t>(fmt::format("level-{}-children", length));
        levels_.push_back(level);
    }
    validate();
}

/// Whatever later code indexes by or divides by is looked at once, here: one pass over the file.
void Counts::validate() const {
    const std::size_t vocabularySize = tokenizer_.vocabulary().size();
    const Level& unigrams = levels_.front();
    require(unigrams.tokens.size() == vocabularySize, file_, "level-1-tokens");
    require(unigrams.counts.size() == vocabularySize, file_, "level-1-counts");
    std::uint64_t events = 0;
    for (std::size_t i = 0; i < vocabularySize; ++i) {
        require(text::index(unigrams.tokens[i]) == i, file_, "level-1-tokens");
        if (text::tokenId(i) == text::Vocabulary::begin)
            require(unigrams.counts[i] == sentences_, file_, "config, \"sentences\"");
        else
            require(!__builtin_add_overflow(events, unigrams.counts[i], &events), file_,
                    "level-1-counts");
    }
    require(events == events_, file_, "config, \"events\"");
    for (unsigned length = 2; length <= order(); ++length)
        validateLevel(length);
}

void Counts::validateLevel(unsigned length) const {
    const Level& upper = levels_[length - 2];
    const Level& level = levels_[length - 1];
    const std::size_t vocabularySize = tokenizer_.vocabulary().size();
    const std::string tokensName = fmt::format("level-{}-tokens", length);
    const std::string countsName = fmt::format("level-{}-counts", length);
    const std::string childrenName = fmt::format("level-{}-children", length - 1);
    require(level.counts.size() == level.tokens.size(), file_, countsName);
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
        }
        // After every token but </s> something follows: historyCount() relies on it.
        const bool ends = upper.tokens[parent] == text::Vocabulary::end;
        require(sum == (ends ? 0 : upper.counts[parent]), file_, countsName);
    }
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
