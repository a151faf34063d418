// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/kneser_ney.h"

#include "core/ngram/score_in_batch.h"

#include <fmt/format.h>

#include <algorithm>

namespace ngram {

inline double KneserNey::discount(unsigned level, std::uint64_t count) const {
    const auto& values = discounts_[level - 1].values;
    // Of an n-gram that is there the count is never 0, unless the file is damaged.
    return values[std::clamp<std::uint64_t>(count, 1, values.size()) - 1];
}

double KneserNey::own(Node history, Node ngram) const {
    const std::uint64_t count = counts().adjustedCount(ngram);
    return (static_cast<double>(count) - discount(ngram.level, count)) /
           static_cast<double>(counts().followers(history).total);
}

double KneserNey::weight(Node history) const {
    return combine(history, std::nullopt, 1);
}

inline double KneserNey::combine(Node history, const std::optional<Node>& ngram,
                                 double lower) const {
    const auto followers = counts().followers(history);
    const auto& values = discounts_[history.level].values;
    const auto more = followers.number - followers.once - followers.twice;
    double sum =
        (values[0] * static_cast<double>(followers.once) +
         values[1] * static_cast<double>(followers.twice) + values[2] * static_cast<double>(more)) *
        lower;
    if (ngram) {
        const std::uint64_t count = counts().adjustedCount(*ngram);
        sum += static_cast<double>(count) - discount(ngram->level, count);
    }
    return sum / static_cast<double>(followers.total);
}

std::unique_ptr<lm::BulkScorer> KneserNey::openBulkScorer(std::size_t historyLength,
                                                          std::size_t tokens) const {
    return std::make_unique<BatchScorer<KneserNey>>(*this, historyLength, tokens);
}

std::vector<lm::Fact> KneserNey::facts() const {
    std::vector<lm::Fact> facts;
    for (std::size_t k = 0; k < discounts_.size(); ++k) {
        const auto& [values, source] = discounts_[k];
        const bool same = values[0] == values[1] && values[1] == values[2];
        facts.push_back(discountFact(k + 1, source, std::span(values).first(same ? 1 : 3)));
    }
    return facts;
}

std::string KneserNey::formula(bool seen) const {
    return seen ? "(c - D) / Σc(h •) + γ P′" : "γ P′";
}

std::vector<lm::Symbol> KneserNey::symbols(Node history, const std::optional<Node>& ngram) const {
    const auto followers = counts().followers(history);
    const auto& values = discounts_[history.level].values;
    std::vector<lm::Symbol> symbols;
    if (ngram) {
        symbols.push_back({"c", static_cast<double>(counts().adjustedCount(*ngram))});
        symbols.push_back({"D", discount(ngram->level, counts().adjustedCount(*ngram))});
    }
    symbols.push_back({"Σc(h •)", static_cast<double>(followers.total)});
    symbols.push_back({"γ", weight(history)});
    for (std::size_t i = 0; i < values.size(); ++i)
        symbols.push_back({fmt::format("D{}{}", i + 1, i == 2 ? "+" : ""), values[i]});
    symbols.push_back({"N1", static_cast<double>(followers.once)});
    symbols.push_back({"N2", static_cast<double>(followers.twice)});
    symbols.push_back(
        {"N3+", static_cast<double>(followers.number - followers.once - followers.twice)});
    return symbols;
}

std::vector<Discounts> kneserNeyDiscounts(const Counts& counts, const DiscountTable& byHand) {
    std::vector<Discounts> discounts;
    for (unsigned level = 1; level <= counts.order(); ++level) {
        const auto& n = counts.adjustedCountsOfCounts(level);
        double value = 0.5;
        auto source = ParameterSource::FallBack;
        if (const auto set = discountsByHand(byHand, level); !set.empty()) {
            value = set[0];
            source = ParameterSource::Hand;
        } else if (n[1] > 0 && n[2] > 0) {
            value = static_cast<double>(n[1]) / static_cast<double>(n[1] + 2 * n[2]);
            source = ParameterSource::Counts;
        }
        discounts.push_back({{value, value, value}, source});
    }
    return discounts;
}

} // namespace ngram
