// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/backoff_table.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace ngram {

namespace {} // namespace

BackoffTable::BackoffTable(base::SectionFile opened) : Trie(std::move(opened), Begins::Children) {
    const nlohmann::json config = readConfig(file());
    if (config.contains("source") && config["source"].is_string())
        source_ = config["source"].get<std::string>();
    for (unsigned length = 1; length <= order(); ++length) {
        const auto floats = [&](const char* what) {
            const std::string name = fmt::format("level-{}-{}", length, what);
            const auto values = file().values<float>(name);
            require(values.size() == size(length), file(), name);
            return values;
        };
        Level level{floats("probability"), {}};
        if (length < order())
            level.backoff = floats("backoff");
        levels_.push_back(level);
    }
}

bool BackoffTable::isSeen(Node ngram) const {
    return !std::isnan(levels_[ngram.level - 1].probability[ngram.index]);
}

double BackoffTable::probability(Node ngram) const {
    const float value = levels_[ngram.level - 1].probability[ngram.index];
    return value > log10OfZero ? std::min(std::pow(10.0, static_cast<double>(value)), 1.0) : 0;
}

double BackoffTable::weight(Node history) const {
    if (history.level >= order())
        return 1;
    const float value = levels_[history.level - 1].backoff[history.index];
    if (!std::isfinite(value))
        return 1;
    return value > log10OfZero ? std::pow(10.0, std::min(static_cast<double>(value), 99.0)) : 0;
}

std::uint64_t BackoffTable::seen(unsigned level) const {
    const auto& values = levels_[level - 1].probability;
    return static_cast<std::uint64_t>(std::count_if(
        values.begin(), values.end(), [](float value) { return !std::isnan(value); }));
}

std::string BackedOff::formula(bool seen) const {
    return seen ? "P(table)" : "α P′";
}

std::vector<lm::Symbol> BackedOff::symbols(Node history, const std::optional<Node>& ngram) const {
    if (ngram)
        return {{"P(table)", table_->probability(*ngram)}};
    return {{"α", weight(history)}};
}

base::FileKind backoffFileKind() {
    return {"NGMBACKO", 1, NG_TEXT("core", "back-off table")};
}

std::shared_ptr<const BackoffTable> openBackoffTable(const std::filesystem::path& path) {
    return std::make_shared<const BackoffTable>(openNgramFile(path, backoffFileKind()));
}

} // namespace ngram
