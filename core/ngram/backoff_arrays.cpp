// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/backoff_arrays.h"

#include "core/text/tokenizer_file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace ngram {

namespace {

double fromLog10(float value) {
    return value > log10OfZero ? std::pow(10.0, static_cast<double>(value)) : 0;
}

} // namespace

BackoffArrays::BackoffArrays(std::vector<float> probability, std::vector<float> backoff) {
    levels_.push_back({{}, {}, std::move(probability), std::move(backoff)});
}

void BackoffArrays::beginLevel() {
    levels_.back().children.assign(levels_.back().probability.size() + 1, 0);
    levels_.emplace_back();
}

void BackoffArrays::append(std::uint64_t parent, text::TokenId token, float probability,
                           float backoff) {
    ++levels_[levels_.size() - 2].children[parent + 1];
    Level& level = levels_.back();
    level.tokens.push_back(token);
    level.probability.push_back(probability);
    level.backoff.push_back(backoff);
}

void BackoffArrays::endLevel() {
    auto& children = levels_[levels_.size() - 2].children;
    for (std::size_t i = 1; i < children.size(); ++i)
        children[i] += children[i - 1];
}

void BackoffArrays::setBackoff(Node history, double weight) {
    levels_[history.level - 1].backoff[history.index] =
        weight > 0 ? static_cast<float>(std::log10(weight)) : log10OfZero;
}

std::optional<std::uint64_t> BackoffArrays::find(std::span<const text::TokenId> ngram) const {
    std::uint64_t index = text::index(ngram.front());
    for (std::size_t i = 1; i < ngram.size(); ++i) {
        if (i >= levels_.size())
            return std::nullopt;
        const auto& children = levels_[i - 1].children;
        const auto& tokens = levels_[i].tokens;
        const auto first = tokens.begin() + children[index];
        const auto last = tokens.begin() + children[index + 1];
        const auto found = std::lower_bound(first, last, ngram[i]);
        if (found == last || *found != ngram[i])
            return std::nullopt;
        index = static_cast<std::uint64_t>(found - tokens.begin());
    }
    return index;
}

double BackoffArrays::probability(std::span<const text::TokenId> history,
                                  text::TokenId next) const {
    std::vector<text::TokenId> ngram(history.begin(), history.end());
    ngram.push_back(next);
    double weight = 1;
    for (std::size_t first = 0; first < ngram.size(); ++first) {
        const auto whole = std::span(ngram).subspan(first);
        if (const auto index = find(whole))
            if (const float value = levels_[whole.size() - 1].probability[*index];
                !std::isnan(value))
                return weight * fromLog10(value);
        const auto before = whole.first(whole.size() - 1);
        if (before.empty())
            break;
        if (const auto index = find(before))
            weight *= fromLog10(levels_[before.size() - 1].backoff[*index]);
    }
    return 0;
}

void BackoffArrays::write(const std::filesystem::path& path, const text::Tokenizer& tokenizer,
                          const std::string& source) const {
    base::SectionFileWriter file(path, backoffFileKind());
    file.addSection("config", nlohmann::json{{"order", order()}, {"source", source}}.dump());
    text::writeTokenizer(file, tokenizer);
    for (unsigned length = 1; length <= order(); ++length) {
        const Level& level = levels_[length - 1];
        const auto section = [&](const char* what, const auto& values) {
            file.beginSection(fmt::format("level-{}-{}", length, what));
            file.writeValues(std::span(values));
        };
        if (length > 1)
            section("tokens", level.tokens);
        if (length < order())
            section("children", level.children);
        section("probability", level.probability);
        if (length < order())
            section("backoff", level.backoff);
    }
    file.commit();
}

} // namespace ngram
