// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/progress.h"
#include "core/ngram/radix_order.h"
#include "core/ngram/table.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

namespace ngram {

namespace {

/// Throws base::Cancelled at every so-manieth call once a stop is requested.
class StopWatch {
public:
    explicit StopWatch(const std::stop_token& stop) : stop_(stop) {}
    void look() {
        if (++calls_ % 4096 == 0)
            base::throwIfStopped(stop_);
    }

private:
    std::stop_token stop_;
    std::uint32_t calls_ = 0;
};

/// Goes through the table's rows in the order of the file without searching for each. A history is
/// asked for once: history(parent) says whether its rows are wanted; row(number, parent, node).
template <class History, class Row>
void forEachRow(const Trie& trie, const std::vector<Trie::Range>& ranges, StopWatch& watch,
                History history, Row row) {
    std::uint32_t number = 0;
    for (const auto& range : ranges) {
        if (range.first == range.last)
            continue;
        Node parent = trie.parent({range.level, range.first});
        std::uint64_t end = trie.children(parent).last;
        bool wanted = history(parent);
        for (std::uint64_t i = range.first; i < range.last; ++i, ++number) {
            watch.look();
            if (i >= end) {
                do {
                    watch.look();
                    ++parent.index;
                    end = trie.children(parent).last;
                } while (i >= end && parent.index + 1 < trie.size(parent.level));
                wanted = history(parent);
            }
            if (wanted)
                row(number, parent, Node{range.level, i});
        }
    }
}

/// For each vocabulary entry whether the text that the table shows for it contains `part`.
std::vector<char> tokensThatContain(const Table& table, std::size_t vocabularySize,
                                    const std::string& part, StopWatch& watch) {
    std::vector<char> contains(vocabularySize, 1);
    for (std::size_t i = 0; i < vocabularySize && !part.empty(); ++i) {
        watch.look();
        contains[i] = table.tokenText(text::tokenId(i)).find(part) != std::string::npos;
    }
    return contains;
}

/// The place of each vocabulary entry when all are sorted by the text that the table shows.
std::vector<std::uint32_t> tokenRanks(const Table& table, std::size_t vocabularySize,
                                      StopWatch& watch) {
    std::vector<std::string> texts(vocabularySize);
    for (std::size_t i = 0; i < vocabularySize; ++i) {
        watch.look();
        texts[i] = table.tokenText(text::tokenId(i));
    }
    std::vector<std::uint32_t> byText(vocabularySize);
    std::iota(byText.begin(), byText.end(), 0U);
    std::stable_sort(byText.begin(), byText.end(), [&](std::uint32_t a, std::uint32_t b) {
        watch.look();
        return texts[a] < texts[b];
    });
    std::vector<std::uint32_t> ranks(vocabularySize);
    for (std::size_t place = 0; place < vocabularySize; ++place)
        ranks[byText[place]] = static_cast<std::uint32_t>(place);
    return ranks;
}

/// The place of every history when all are sorted token by token, a shorter one before those that
/// begin with it: the trie walked from the root, children in the order of their token's text.
class HistoryRanks {
public:
    HistoryRanks(const Trie& trie, const std::vector<std::uint32_t>& tokenRanks, StopWatch& watch)
        : trie_(trie), tokenRanks_(tokenRanks), watch_(watch) {
        for (unsigned level = 1; level < trie.order(); ++level)
            ranks_[level].resize(trie.size(level));
        ranks_[0].resize(1);
        visit(Trie::root());
    }
    std::uint32_t of(Node node) const { return ranks_[node.level][node.index]; }

private:
    void visit(Node node) {
        watch_.look();
        ranks_[node.level][node.index] = next_++;
        if (node.level + 1 >= trie_.order())
            return;
        const auto range = trie_.children(node);
        std::vector<std::uint64_t> children(range.last - range.first);
        std::iota(children.begin(), children.end(), range.first);
        std::sort(children.begin(), children.end(), [&](std::uint64_t a, std::uint64_t b) {
            watch_.look();
            return rank({range.level, a}) < rank({range.level, b});
        });
        for (const std::uint64_t child : children)
            visit({range.level, child});
    }
    std::uint32_t rank(Node node) const { return tokenRanks_[text::index(trie_.token(node))]; }

    const Trie& trie_;
    const std::vector<std::uint32_t>& tokenRanks_;
    StopWatch& watch_;
    std::array<std::vector<std::uint32_t>, maximumOrder> ranks_;
    std::uint32_t next_ = 0;
};

/// A number for each of `rows` that rises as the column's value does.
std::vector<std::uint64_t> sortKeys(const Table& table, const NgramModel& model,
                                    const std::vector<Trie::Range>& ranges, TableColumn column,
                                    std::span<const std::uint32_t> rows, StopWatch& watch) {
    const Trie& trie = model.trie();
    std::vector<std::uint32_t> tokens;
    if (column == TableColumn::History || column == TableColumn::Next)
        tokens = tokenRanks(table, model.tokenizer().vocabulary().size(), watch);
    std::optional<HistoryRanks> histories;
    if (column == TableColumn::History)
        histories.emplace(trie, tokens, watch);

    const auto probabilityKey = [&](Node parent, Node node) {
        const auto quick =
            model.estimator().fromCounts(model.count(node), model.historyCount(parent));
        // The bits of doubles that are not negative rise as their values do.
        return std::bit_cast<std::uint64_t>(
            quick ? *quick : model.estimator().probability(trie.ngram(parent), trie.token(node)));
    };
    const auto key = [&](Node parent, Node node) -> std::uint64_t {
        switch (column) {
        case TableColumn::History:
            return histories->of(parent);
        case TableColumn::Next:
            return tokens[text::index(trie.token(node))];
        case TableColumn::Count:
            return model.count(node);
        case TableColumn::HistoryCount:
            return model.historyCount(parent);
        case TableColumn::Probability:
            return probabilityKey(parent, node);
        case TableColumn::Surprisal:
            return ~probabilityKey(parent, node);
        }
        return 0;
    };

    std::vector<std::uint64_t> keys;
    keys.reserve(rows.size());
    forEachRow(
        trie, ranges, watch, [](Node) { return true; },
        [&](std::uint32_t number, Node parent, Node node) {
            if (keys.size() < rows.size() && rows[keys.size()] == number)
                keys.push_back(key(parent, node));
        });
    return keys;
}

} // namespace

std::optional<std::vector<std::uint32_t>> Table::select(const TableQuery& query,
                                                        const std::stop_token& stop) const {
    if (query.history.empty() && query.next.empty() && !query.sort)
        return std::nullopt;
    const Trie& trie = model_->trie();
    const std::size_t vocabularySize = model_->tokenizer().vocabulary().size();
    StopWatch watch(stop);
    base::throwIfStopped(stop);

    // No token is shown with a space in it, so a part without a space lies within one token.
    const bool withinOneToken = query.history.find(' ') == std::string::npos;
    const auto historyTokens = tokensThatContain(
        *this, vocabularySize, withinOneToken ? query.history : std::string(), watch);
    const auto historyMatches = [&](Node parent) {
        if (query.history.empty())
            return true;
        const auto history = trie.ngram(parent);
        if (!withinOneToken)
            return historyText(history).find(query.history) != std::string::npos;
        return std::any_of(history.begin(), history.end(), [&](text::TokenId token) {
            return historyTokens[text::index(token)] != 0;
        });
    };
    const auto nextTokens = tokensThatContain(*this, vocabularySize, query.next, watch);

    std::vector<std::uint32_t> rows;
    forEachRow(trie, ranges_, watch, historyMatches,
               [&](std::uint32_t number, Node /*parent*/, Node node) {
                   if (nextTokens[text::index(trie.token(node))] != 0)
                       rows.push_back(number);
               });
    if (!query.sort)
        return rows;

    auto keys = sortKeys(*this, *model_, ranges_, *query.sort, rows, watch);
    if (query.descending)
        for (std::uint64_t& key : keys)
            key = ~key;
    std::vector<std::uint32_t> sorted = orderByKeys(keys, stop);
    for (std::uint32_t& place : sorted)
        place = rows[place];
    return sorted;
}

} // namespace ngram
