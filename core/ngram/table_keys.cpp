// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/table_keys.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <bit>
#include <optional>

namespace ngram {

namespace {

/// Exact below 2^31; what is greater, in texts of billions of tokens, to 26 binary digits.
std::uint32_t countKey(std::uint64_t count) {
    constexpr unsigned exact = 31;
    if (count < std::uint64_t{1} << exact)
        return static_cast<std::uint32_t>(count);
    const auto over = static_cast<unsigned>(std::bit_width(count)) - exact - 1; // 0 to 32
    const std::uint64_t digits = (count >> (over + exact - 26)) & ((1U << 26) - 1);
    return static_cast<std::uint32_t>(std::uint64_t{1} << exact |
                                      std::uint64_t{std::min(over, 31U)} << 26 | digits);
}

/// The bits of doubles that are not negative rise as their values do; below 2 the first two are 0.
/// 23 binary digits are kept, more than a table shows.
std::uint32_t probabilityKey(double probability) {
    return static_cast<std::uint32_t>(
        std::bit_cast<std::uint64_t>(std::clamp(probability, 0.0, 1.5)) >> 30);
}

/// A text's first eight bytes, so that most comparisons end with one number.
struct RankedText {
    std::uint64_t begin = 0;
    std::uint32_t id = 0;
    std::string text;

    RankedText(std::string shown, std::uint32_t token) : id(token), text(std::move(shown)) {
        for (std::size_t i = 0; i < 8; ++i)
            begin = begin << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0);
    }
    bool operator<(const RankedText& other) const {
        if (begin != other.begin)
            return begin < other.begin;
        const int compared = text.compare(other.text);
        return compared != 0 ? compared < 0 : id < other.id;
    }
};

} // namespace

TokenRanks tokenRanks(const Table& table, std::size_t vocabularySize, const std::stop_token& stop) {
    std::vector<RankedText> texts;
    texts.reserve(vocabularySize);
    for (std::size_t i = 0; i < vocabularySize; ++i) {
        if (i % 4096 == 0)
            base::throwIfStopped(stop);
        texts.emplace_back(table.tokenText(text::tokenId(i)), static_cast<std::uint32_t>(i));
    }
    std::uint32_t compared = 0;
    std::sort(texts.begin(), texts.end(), [&](const RankedText& a, const RankedText& b) {
        if (++compared % 65536 == 0)
            base::throwIfStopped(stop);
        return a < b;
    });
    auto ranks = std::make_shared<std::vector<std::uint32_t>>(vocabularySize);
    for (std::size_t place = 0; place < vocabularySize; ++place)
        (*ranks)[texts[place].id] = static_cast<std::uint32_t>(place);
    return ranks;
}

std::uint32_t ColumnKeys::of(const HistoryPath& history, Node ngram) const {
    switch (column_) {
    case TableColumn::Next:
        return (*ranks_)[text::index(model_->trie().token(ngram))];
    case TableColumn::Count:
        return countKey(model_->count(ngram));
    case TableColumn::HistoryCount:
        return countKey(model_->historyCount(history.node()));
    case TableColumn::Probability:
    case TableColumn::Surprisal: {
        const Estimator& estimator = model_->estimator();
        const auto quick =
            estimator.fromCounts(model_->count(ngram), model_->historyCount(history.node()));
        return probabilityKey(
            quick ? *quick : estimator.probability(history.tokens(), model_->trie().token(ngram)));
    }
    case TableColumn::History:
        break;
    }
    return 0;
}

std::uint32_t ColumnKeys::of(const RowRanges& rows, std::uint32_t row) const {
    const Node node = rows.node(row);
    return of(HistoryPath(model_->trie(), node), node);
}

void ColumnKeys::read(const RowRanges& rows, std::uint64_t first, std::span<std::uint32_t> out,
                      const std::stop_token& stop) const {
    forEachRow(
        model_->trie(), rows, first, first + out.size(), stop,
        [](const HistoryPath&) { return true; },
        [&](std::uint32_t number, const HistoryPath& history, Node ngram) {
            out[number - first] = of(history, ngram);
        });
}

void ColumnKeys::readSome(const RowRanges& rows, std::span<const std::uint32_t> some,
                          std::span<std::uint32_t> out, const std::stop_token& stop) const {
    const unsigned threads = some.size() > 65536 ? base::computeThreads() : 1;
    base::runInParallel(threads, [&](unsigned thread) {
        std::optional<HistoryPath> path;
        const std::size_t begin = some.size() * thread / threads;
        for (std::size_t i = begin; i < some.size() * (thread + 1) / threads; ++i) {
            if ((i - begin) % 16384 == 0)
                base::throwIfStopped(stop);
            const Node node = rows.node(some[i]);
            if (!path || path->node().level + 1 != node.level)
                path.emplace(model_->trie(), node);
            path->advance(node.index);
            out[i] = of(*path, node);
        }
    });
}

void inRounds(std::uint64_t rows, const std::function<void(std::uint64_t, std::uint64_t)>& work,
              const std::function<void(std::uint64_t, std::uint64_t)>& done) {
    // A part takes a few hundredths of a second where each row's probability must be worked out.
    constexpr std::uint64_t part = 1U << 16;
    const unsigned threads = rows > part ? base::computeThreads() : 1;
    for (std::uint64_t first = 0; first < rows; first += part * threads) {
        const std::uint64_t last = std::min(rows, first + part * threads);
        base::runInParallel(threads, [&](unsigned thread) {
            const std::uint64_t begin = std::min(last, first + part * thread);
            const std::uint64_t end = std::min(last, begin + part);
            if (begin < end)
                work(begin, end);
        });
        done(first, last);
    }
}

} // namespace ngram
