// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/smoothed.h"

#include "core/ngram/score_in_batch.h"
#include "core/text/visible_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace ngram {

template <class Visit>
void Smoothed::forEachHistory(std::span<const text::TokenId> history, Visit visit) const {
    for (std::size_t length = 0; length <= history.size(); ++length) {
        const auto node = trie_->find(history.last(length));
        // A pruned model may have a longer history without its end.
        if (node && node->level < trie_->order() && isFollowed(*node))
            visit(*node, length);
    }
}

std::optional<Node> Smoothed::seen(Node history, text::TokenId next) const {
    if (next == text::Vocabulary::begin)
        return std::nullopt;
    const auto node = trie_->child(history, next);
    return node && isSeen(*node) ? node : std::nullopt;
}

double Smoothed::combine(Node history, const std::optional<Node>& ngram, double lower) const {
    if (!ngram)
        return weight(history) * lower;
    return own(history, *ngram) + (interpolates() ? weight(history) * lower : 0);
}

double Smoothed::probability(std::span<const text::TokenId> history, text::TokenId next) const {
    double probability = uniform(next);
    forEachHistory(history, [&](Node node, std::size_t /*length*/) {
        probability = combine(node, seen(node, next), probability);
    });
    return probability;
}

std::unique_ptr<lm::BulkScorer> Smoothed::openBulkScorer(std::size_t historyLength,
                                                         std::size_t tokens) const {
    return std::make_unique<BatchScorer<Smoothed>>(*this, historyLength, tokens);
}

void Smoothed::distribution(std::span<const text::TokenId> history, std::span<double> out) const {
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = uniform(text::tokenId(i));
    forEachHistory(history, [&](Node node, std::size_t /*length*/) {
        const double factor = weight(node);
        for (double& value : out)
            value *= factor;
        const Trie::Range range = trie_->children(node);
        for (std::uint64_t i = range.first; i < range.last; ++i) {
            const Node ngram{range.level, i};
            const text::TokenId next = trie_->token(ngram);
            if (next == text::Vocabulary::begin || !isSeen(ngram))
                continue;
            double& value = out[text::index(next)];
            value = own(node, ngram) + (interpolates() ? value : 0);
        }
    });
}

lm::Fact Smoothed::discountFact(std::size_t order, ParameterSource source,
                                std::span<const double> values) {
    std::vector<std::string> texts;
    for (const double value : values)
        texts.push_back(fmt::format("{:.4g}", value));
    const char* label = NG_TEXT("core", "Discount, order {0}");
    if (source == ParameterSource::FallBack)
        label = NG_TEXT("core", "Discount, order {0} (fall-back: too few counts)");
    if (source == ParameterSource::Hand)
        label = NG_TEXT("core", "Discount, order {0} (set by hand)");
    return {{label, {std::to_string(order)}}, fmt::format("{}", fmt::join(texts, ", "))};
}

lm::Explanation Smoothed::explain(std::span<const text::TokenId> history,
                                  text::TokenId next) const {
    const auto& vocabulary = trie_->tokenizer().vocabulary();
    const auto term = [&](std::size_t length) {
        std::vector<std::string> tokens;
        for (const text::TokenId token : history.last(length))
            tokens.push_back(text::visibleText(vocabulary.token(token)));
        const std::string what = text::visibleText(vocabulary.token(next));
        return length == 0 ? fmt::format("P({})", what)
                           : fmt::format("P({} | {})", what, fmt::join(tokens, ", "));
    };
    lm::Explanation explanation;
    explanation.estimator = name();
    auto& levels = explanation.levels;
    levels.push_back(
        {"P0", "1 / V", {{"V", static_cast<double>(vocabulary.size() - 1)}}, uniform(next)});
    forEachHistory(history, [&](Node node, std::size_t length) {
        const auto ngram = seen(node, next);
        const double lower = levels.back().probability;
        lm::ExplanationLevel level{term(length), formula(ngram.has_value()), symbols(node, ngram),
                                   combine(node, ngram, lower)};
        if (!ngram || interpolates())
            level.symbols.push_back({"P′", lower});
        level.ngram.assign(history.end() - static_cast<std::ptrdiff_t>(length), history.end());
        level.ngram.push_back(next);
        levels.push_back(std::move(level));
    });
    std::reverse(levels.begin(), levels.end());
    explanation.formula = levels.front().formula;
    explanation.symbols = levels.front().symbols;
    explanation.probability = levels.front().probability;
    return explanation;
}

} // namespace ngram
