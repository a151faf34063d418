// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/row_ranges.h"

#include "core/base/error.h"
#include "core/ngram/estimator.h"

#include <limits>

namespace ngram {

RowRanges::RowRanges(const Trie& trie) {
    const unsigned order = trie.order();
    if (order == 1) {
        // Level 1 has an entry for every vocabulary entry; <s> never comes next, and <unk> only
        // where the text has it.
        const auto& vocabulary = trie.tokenizer().vocabulary();
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

Node RowRanges::node(std::uint64_t row) const {
    for (const auto& range : ranges_) {
        const std::uint64_t length = range.last - range.first;
        if (row < length)
            return {range.level, range.first + row};
        row -= length;
    }
    throw base::InputError(NG_TEXT("core", "The table has no such row."));
}

RowRanges::Rows RowRanges::rowsAfter(const Trie& trie, Node history) const {
    const Trie::Range children = trie.children(history);
    std::uint64_t before = 0;
    for (const auto& range : ranges_) {
        if (range.level == children.level) {
            const std::uint64_t first = std::clamp(children.first, range.first, range.last);
            const std::uint64_t last = std::clamp(children.last, first, range.last);
            return {before + (first - range.first), last - first};
        }
        before += range.last - range.first;
    }
    return {};
}

HistoryPath::HistoryPath(const Trie& trie, Node ngram) : trie_(&trie), length_(ngram.level - 1) {
    Node above = ngram;
    while (above.level > 0) {
        above = trie.parent(above);
        stand(above.level, above.index);
    }
}

void HistoryPath::stand(unsigned level, std::uint64_t index) {
    index_[level] = index;
    end_[level] = trie_->children({level, index}).last;
    if (level > 0)
        tokens_[level - 1] = trie_->token({level, index});
}

void HistoryPath::settle(unsigned level, std::uint64_t child) {
    if (child < end_[level] || level == 0)
        return;
    // In a damaged file even the last one's children may end before.
    std::uint64_t index = index_[level];
    while (child >= end_[level] && index + 1 < trie_->size(level))
        end_[level] = trie_->children({level, ++index}).last;
    stand(level, index);
    settle(level - 1, index);
}

} // namespace ngram
