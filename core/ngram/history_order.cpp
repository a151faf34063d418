// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/history_order.h"

#include "core/base/parallel.h"
#include "core/base/progress.h"

#include <algorithm>
#include <atomic>
#include <numeric>

namespace ngram {

/// Goes through one token's histories and writes their rows until there is no more room.
class HistoryOrder::Walk {
public:
    Walk(const HistoryOrder& order, bool descending, const std::stop_token& stop)
        : order_(order), descending_(descending), stop_(stop) {
        for (unsigned level = 1; level <= order.trie_->order(); ++level)
            mostVisits_ += order.trie_->size(level);
    }

    /// How many rows it wrote.
    std::size_t from(text::TokenId token, std::span<std::uint32_t> out) {
        out_ = out;
        written_ = 0;
        visit({1, text::index(token)});
        return written_;
    }

private:
    using Ranked = std::pair<std::uint32_t, std::uint64_t>; ///< rank, index

    void visit(Node history) {
        const Trie& trie = *order_.trie_;
        if (++visits_ % 4096 == 0)
            base::throwIfStopped(stop_);
        // In a damaged file histories may hang below several others.
        if (written_ == out_.size() || visits_ > mostVisits_)
            return;
        if (!descending_)
            writeRows(history);
        if (history.level + 1 < trie.order()) {
            const auto range = trie.children(history);
            auto& children = children_[history.level];
            children.clear();
            for (std::uint64_t i = range.first; i < range.last; ++i)
                children.emplace_back(order_.ranks_[text::index(trie.token({range.level, i}))], i);
            std::sort(children.begin(), children.end());
            if (descending_)
                std::reverse(children.begin(), children.end());
            for (const auto& [rank, index] : children)
                visit({range.level, index});
        }
        if (descending_)
            writeRows(history);
    }

    void writeRows(Node history) {
        const auto rows = order_.rows_->rowsAfter(*order_.trie_, history);
        const std::size_t number = std::min<std::size_t>(rows.number, out_.size() - written_);
        const auto place = out_.subspan(written_, number);
        std::iota(place.begin(), place.end(), static_cast<std::uint32_t>(rows.first));
        written_ += number;
    }

    const HistoryOrder& order_;
    bool descending_;
    const std::stop_token& stop_;
    std::span<std::uint32_t> out_;
    std::size_t written_ = 0;
    std::uint64_t visits_ = 0;
    std::uint64_t mostVisits_ = 0;
    std::array<std::vector<Ranked>, maximumOrder>
        children_; ///< a level's, while it is gone through
};

std::uint64_t HistoryOrder::rowsBelow(text::TokenId token) const {
    Trie::Range range = trie_->children({1, text::index(token)});
    std::uint64_t rows = 0;
    for (; range.first < range.last;
         range = {range.level + 1, trie_->children({range.level, range.first}).first,
                  trie_->children({range.level, range.last - 1}).last}) {
        if (range.level == trie_->order())
            return rows + (range.last - range.first);
        if (token == text::Vocabulary::begin)
            rows += range.last - range.first;
    }
    return rows;
}

std::vector<text::TokenId> HistoryOrder::tokensInOrder() const {
    std::vector<text::TokenId> tokens(ranks_.size());
    for (std::size_t i = 0; i < ranks_.size(); ++i)
        tokens[ranks_[i]] = text::tokenId(i);
    return tokens;
}

void HistoryOrder::write(std::span<std::uint32_t> out, const std::stop_token& stop) const {
    if (trie_->order() == 1) { // one history, the empty one
        std::iota(out.begin(), out.end(), 0U);
        return;
    }
    const auto tokens = tokensInOrder();
    std::vector<std::uint64_t> begins{0}; // of each token's rows
    for (const text::TokenId token : tokens)
        begins.push_back(std::min<std::uint64_t>(begins.back() + rowsBelow(token), out.size()));
    std::atomic<std::size_t> next = 0;
    base::runInParallel(base::computeThreads(), [&](unsigned /*thread*/) {
        Walk walk(*this, false, stop);
        for (std::size_t i = next++; i < tokens.size(); i = next++)
            walk.from(tokens[i], out.subspan(begins[i], begins[i + 1] - begins[i]));
    });
}

std::vector<std::uint32_t> HistoryOrder::first(std::size_t most, bool descending,
                                               const std::stop_token& stop) const {
    std::vector<std::uint32_t> rows(std::min<std::uint64_t>(most, rows_->size()));
    if (trie_->order() == 1) {
        std::iota(rows.begin(), rows.end(), 0U);
        return rows;
    }
    auto tokens = tokensInOrder();
    if (descending)
        std::reverse(tokens.begin(), tokens.end());
    Walk walk(*this, descending, stop);
    std::size_t written = 0;
    for (std::size_t i = 0; i < tokens.size() && written < rows.size(); ++i)
        written += walk.from(tokens[i], std::span(rows).subspan(written));
    rows.resize(written);
    return rows;
}

} // namespace ngram
