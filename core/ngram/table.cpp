// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/table.h"

#include "core/text/visible_text.h"

#include <cmath>
#include <limits>

namespace ngram {

Table::Table(const NgramModel& model) : model_(&model) {
    const Trie& trie = model.trie();
    const unsigned order = trie.order();
    if (order == 1) {
        // Level 1 has an entry for every vocabulary entry; <s> never comes next, and <unk> only
        // where the text has it.
        const auto& vocabulary = model.tokenizer().vocabulary();
        if (canComeNext(vocabulary, text::Vocabulary::unknown))
            ranges_.push_back({1, text::index(text::Vocabulary::unknown),
                               text::index(text::Vocabulary::unknown) + 1});
        ranges_.push_back({1, text::index(text::Vocabulary::begin) + 1, trie.size(1)});
    } else {
        // What begins with <s> is one range in every level, because each level is sorted.
        Trie::Range range = trie.children({1, text::index(text::Vocabulary::begin)});
        while (range.level < order && range.first < range.last) {
            ranges_.push_back(range);
            const auto first = trie.children({range.level, range.first});
            const auto last = trie.children({range.level, range.last - 1});
            range = {first.level, first.first, last.last};
        }
        ranges_.push_back({order, 0, trie.size(order)});
    }
    for (const auto& range : ranges_)
        size_ += range.last - range.first;
    if (size_ > std::numeric_limits<std::uint32_t>::max())
        throw base::InputError(NG_TEXT("core", "This model has more than 4 billion n-grams, too "
                                               "many for one table. Train one of lower order."));
}

Node Table::node(std::uint64_t index) const {
    for (const auto& range : ranges_) {
        const std::uint64_t length = range.last - range.first;
        if (index < length)
            return {range.level, range.first + index};
        index -= length;
    }
    throw base::InputError(NG_TEXT("core", "The table has no such row."));
}

TableRow Table::row(std::uint64_t index) const {
    const Trie& trie = model_->trie();
    const Node place = node(index);
    const Node parent = trie.parent(place);
    TableRow row;
    row.history = trie.ngram(parent);
    row.next = trie.token(place);
    row.count = model_->count(place);
    row.historyCount = model_->historyCount(parent);
    const auto quick = model_->estimator().fromCounts(row.count, row.historyCount);
    row.probability = quick ? *quick : model_->estimator().probability(row.history, row.next);
    row.surprisal = 0.0 - std::log2(row.probability); // 0 rather than -0 for certainty
    return row;
}

std::string Table::historyText(std::span<const text::TokenId> history) const {
    std::string joined;
    for (const text::TokenId token : history) {
        if (!joined.empty())
            joined += ' ';
        joined += tokenText(token);
    }
    return joined;
}

std::string Table::tokenText(text::TokenId token) const {
    return text::visibleText(model_->tokenizer().vocabulary().token(token));
}

} // namespace ngram
