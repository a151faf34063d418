// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/counts.h"

#include "core/ngram/ngram_model.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace ngram {

namespace {

std::uint64_t number(const nlohmann::json& json, const char* key, const base::SectionFile& file) {
    require(json.contains(key) && json[key].is_number_unsigned(), file,
            fmt::format("config, \"{}\"", key));
    return json[key].get<std::uint64_t>();
}

std::vector<Counts::CountsOfCounts> countsOfCountsAt(const nlohmann::json& json, const char* key,
                                                     unsigned order,
                                                     const base::SectionFile& file) {
    try {
        auto found = json.at(key).get<std::vector<Counts::CountsOfCounts>>();
        if (found.size() == order)
            return found;
    } catch (const nlohmann::json::exception&) { // said below
    }
    failAsDamaged(file, fmt::format("config, \"{}\"", key));
}

} // namespace

Counts::Counts(base::SectionFile opened) : Trie(std::move(opened), Begins::Nodes) {
    const nlohmann::json config = readConfig(file());
    events_ = number(config, "events", file());
    sentences_ = number(config, "sentences", file());
    const auto ofCounts = countsOfCountsAt(config, "counts_of_counts", order(), file());
    const auto ofAdjusted = countsOfCountsAt(config, "adjusted_counts_of_counts", order(), file());
    for (unsigned length = 1; length <= order(); ++length) {
        const auto packed = [&](const char* name) {
            return PackedCounts(file(), fmt::format("level-{}-{}", length, name), size(length));
        };
        Level level;
        level.counts = packed("counts");
        if (length < order()) {
            level.nodes = NodeRecords(file(), fmt::format("level-{}-nodes", length), size(length));
            if (file().contains(fmt::format("level-{}-followed", length)))
                level.followed = packed("followed");
        }
        level.ofCounts = ofCounts[length - 1];
        level.ofAdjusted = ofAdjusted[length - 1];
        levels_.push_back(level);
    }
    rootFollowers_ = sumUnigrams();
}

Counts::Followers Counts::sumUnigrams() const {
    Followers sum;
    for (std::uint64_t i = 0; i < size(1); ++i) {
        // As a unigram <s> is there to be counted, never to follow.
        if (text::tokenId(i) == text::Vocabulary::begin)
            continue;
        const std::uint64_t count = adjustedCount({1, i});
        sum.total += count;
        sum.once += count == 1 ? 1 : 0;
        sum.twice += count == 2 ? 1 : 0;
        sum.number += count > 0 ? 1 : 0;
    }
    return sum;
}

} // namespace ngram
