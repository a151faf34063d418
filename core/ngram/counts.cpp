// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/counts.h"

#include "core/ngram/ngram_model.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace ngram {

namespace {

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
    : Trie(std::move(file),
           [](const base::SectionFile& opened) { return readConfig(opened).order; }) {
    const Config config = readConfig(this->file());
    events_ = config.events;
    sentences_ = config.sentences;
    for (unsigned length = 1; length <= config.order; ++length) {
        Level level;
        level.counts = this->file().values<std::uint64_t>(fmt::format("level-{}-counts", length));
        level.adjusted = level.counts;
        if (length < config.order) {
            level.adjusted =
                this->file().values<std::uint64_t>(fmt::format("level-{}-adjusted", length));
            level.followers =
                this->file().values<StoredFollowers>(fmt::format("level-{}-followers", length));
        }
        levels_.push_back(level);
    }
    validate();
}

/// Whatever later code indexes by or divides by is looked at once, here: one pass over the file.
void Counts::validate() {
    const std::size_t vocabularySize = tokenizer().vocabulary().size();
    Level& unigrams = levels_.front();
    require(unigrams.counts.size() == vocabularySize, file(), "level-1-counts");
    require(unigrams.adjusted.size() == vocabularySize, file(), "level-1-adjusted");
    std::uint64_t events = 0;
    for (std::size_t i = 0; i < vocabularySize; ++i) {
        if (text::tokenId(i) == text::Vocabulary::begin)
            require(unigrams.counts[i] == sentences_ && (order() == 1 || unigrams.adjusted[i] == 0),
                    file(), "config, \"sentences\"");
        else {
            require(unigrams.adjusted[i] <= unigrams.counts[i] &&
                        (unigrams.adjusted[i] > 0) == (unigrams.counts[i] > 0),
                    file(), "level-1-adjusted");
            countUp(unigrams.ofCounts, unigrams.counts[i]);
            countUp(unigrams.ofAdjusted, unigrams.adjusted[i]);
            require(!__builtin_add_overflow(events, unigrams.counts[i], &events), file(),
                    "level-1-counts");
        }
    }
    require(events == events_, file(), "config, \"events\"");
    for (unsigned length = 2; length <= order(); ++length)
        validateLevel(length);
    rootFollowers_ = sumFollowers({1, 0, vocabularySize});
}

void Counts::validateLevel(unsigned length) {
    const Level& upper = levels_[length - 2];
    Level& level = levels_[length - 1];
    const std::string countsName = fmt::format("level-{}-counts", length);
    const std::string adjustedName = fmt::format("level-{}-adjusted", length);
    const std::string followersName = fmt::format("level-{}-followers", length - 1);
    require(level.counts.size() == size(length), file(), countsName);
    require(level.adjusted.size() == size(length), file(), adjustedName);
    require(upper.followers.size() == size(length - 1), file(), followersName);
    for (std::uint64_t parent = 0; parent < size(length - 1); ++parent) {
        const Node history{length - 1, parent};
        const Range range = children(history);
        std::uint64_t sum = 0;
        for (std::uint64_t i = range.first; i < range.last; ++i) {
            require(level.counts[i] > 0 && !__builtin_add_overflow(sum, level.counts[i], &sum),
                    file(), countsName);
            require(level.adjusted[i] > 0 && level.adjusted[i] <= level.counts[i], file(),
                    adjustedName);
            countUp(level.ofCounts, level.counts[i]);
            countUp(level.ofAdjusted, level.adjusted[i]);
        }
        const Followers found = sumFollowers(range);
        const StoredFollowers& stored = upper.followers[parent];
        require(found.total == stored.total && found.once == stored.once &&
                    found.twice == stored.twice,
                file(), followersName);
        // After every token but </s> something follows: historyCount() relies on it.
        const bool ends = token(history) == text::Vocabulary::end;
        require(sum == (ends ? 0 : upper.counts[parent]), file(), countsName);
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

std::uint64_t Counts::historyCount(Node node) const {
    if (node.level == 0)
        return events_;
    return token(node) == text::Vocabulary::end ? 0 : count(node);
}

} // namespace ngram
