// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/radix_order.h"
#include "core/ngram/table.h"
#include "core/ngram/table_order.h"

#include <algorithm>
#include <limits>

namespace ngram {

namespace {

/// For each vocabulary entry whether the text that the table shows for it contains `part`.
std::vector<char> tokensThatContain(const Table& table, std::size_t vocabularySize,
                                    const std::string& part, const std::stop_token& stop) {
    std::vector<char> contains(vocabularySize, 1);
    for (std::size_t i = 0; i < vocabularySize && !part.empty(); ++i) {
        if (i % 4096 == 0)
            base::throwIfStopped(stop);
        contains[i] = table.tokenText(text::tokenId(i)).find(part) != std::string::npos;
    }
    return contains;
}

/// The rows whose texts contain the query's parts.
RowSet filter(const Table& table, const NgramModel& model, const RowRanges& rows,
              const TableQuery& query, FirstReport* report, const std::stop_token& stop) {
    const std::size_t vocabularySize = model.tokenizer().vocabulary().size();
    // No token is shown with a space in it, so a part without a space lies within one token.
    const bool withinOneToken = query.history.find(' ') == std::string::npos;
    const auto historyTokens = tokensThatContain(
        table, vocabularySize, withinOneToken ? query.history : std::string(), stop);
    const auto historyMatches = [&](const HistoryPath& history) {
        const auto tokens = history.tokens();
        return query.history.empty() ||
               (withinOneToken
                    ? std::any_of(tokens.begin(), tokens.end(),
                                  [&](text::TokenId token) {
                                      return historyTokens[text::index(token)] != 0;
                                  })
                    : table.historyText(tokens).find(query.history) != std::string::npos);
    };
    const auto nextTokens = tokensThatContain(table, vocabularySize, query.next, stop);
    const Trie& trie = model.trie();

    RowSet found(rows.size());
    std::vector<std::uint32_t> first;
    inRounds(
        rows.size(),
        [&](std::uint64_t begin, std::uint64_t end) {
            forEachRow(trie, rows, begin, end, stop, historyMatches,
                       [&](std::uint32_t row, const HistoryPath&, Node ngram) {
                           if (nextTokens[text::index(trie.token(ngram))] != 0)
                               found.add(row);
                       });
        },
        [&](std::uint64_t begin, std::uint64_t end) {
            if (report == nullptr || first.size() >= FirstReport::mostRows)
                return;
            found.list(first, begin, end, FirstReport::mostRows);
            if (report->isDue())
                report->send(first, static_cast<double>(end) / static_cast<double>(rows.size()));
        });
    return found;
}

std::vector<std::uint32_t> listOf(const RowSet& set, std::uint64_t tableSize) {
    std::vector<std::uint32_t> rows;
    rows.reserve(set.size());
    set.list(rows, 0, tableSize, std::numeric_limits<std::uint64_t>::max());
    return rows;
}

/// Some rows by their keys, rising.
RowOrder sorted(std::vector<std::uint32_t> rows, const ColumnKeys& columnKeys,
                const RowRanges& ranges, const std::stop_token& stop) {
    std::vector<std::uint32_t> keys(rows.size());
    columnKeys.readSome(ranges, rows, keys, stop);
    std::vector<std::uint32_t> order(rows.size());
    orderByKeys(keys, order, stop);
    for (std::uint32_t& place : order)
        place = rows[place];
    return rowOrder(std::move(order));
}

/// What of an order is in a set.
RowOrder kept(const RowOrder& order, const RowSet& among, const std::stop_token& stop) {
    std::vector<std::uint32_t> rows;
    rows.reserve(among.size());
    for (std::size_t i = 0; i < order.rows.size(); ++i) {
        if (i % 65536 == 0)
            base::throwIfStopped(stop);
        if (among.contains(order.rows[i]))
            rows.push_back(order.rows[i]);
    }
    return rowOrder(std::move(rows));
}

const char* fileName(TableColumn column) {
    switch (column) {
    case TableColumn::History:
        return "history.order";
    case TableColumn::Next:
        return "next.order";
    case TableColumn::Count:
        return "count.order";
    case TableColumn::HistoryCount:
        return "history-count.order";
    case TableColumn::Probability:
    case TableColumn::Surprisal:
        break;
    }
    return "probability.order";
}

} // namespace

TableRows Table::select(const TableQuery& query, const std::stop_token& stop,
                        const OnFirstRows& onFirst) const {
    const bool filtered = !query.history.empty() || !query.next.empty();
    if (!filtered && !query.sort)
        return TableRows(size());
    base::throwIfStopped(stop);
    FirstReport report(onFirst);
    std::optional<RowSet> among;
    if (filtered)
        among = filter(*this, *model_, rows_, query, query.sort ? nullptr : &report, stop);
    if (!query.sort)
        return {rowOrder(listOf(*among, size())), size()};

    // The surprisal falls as the probability rises: one order, read from the other end.
    const bool mirrored = *query.sort == TableColumn::Surprisal;
    const TableColumn column = mirrored ? TableColumn::Probability : *query.sort;
    const bool descending = query.descending != mirrored;
    const std::filesystem::path path =
        size() < keptFrom_ ? std::filesystem::path()
                           : orderFolder(model_->trie().file().path()) / fileName(column);
    const ColumnKeys keys(*model_, column, column == TableColumn::Next ? ranks(stop) : nullptr);
    const TableOrder whole(*this, *model_, rows_, column);
    auto order = whole.open(path);
    // A history's rank among all is not known without the whole order.
    const bool few = among && column != TableColumn::History && among->size() <= size() / 8;
    if (!order && few) {
        order = sorted(listOf(*among, size()), keys, rows_, stop);
    } else {
        if (!order)
            order = whole.make(path, descending, among ? &*among : nullptr, report, stop);
        if (among)
            order = kept(*order, *among, stop);
    }
    if (!descending)
        return {std::move(*order), size()};
    RowsAlike alike = [this, keys](std::uint32_t one, std::uint32_t other) {
        return keys.of(rows_, one) == keys.of(rows_, other);
    };
    if (column == TableColumn::History)
        alike = [this](std::uint32_t one, std::uint32_t other) {
            const Node a = model_->trie().parent(rows_.node(one));
            const Node b = model_->trie().parent(rows_.node(other));
            return a.level == b.level && a.index == b.index;
        };
    return TableRows::descending(std::move(*order), size(), std::move(alike));
}

} // namespace ngram
