// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/ngram/trie.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace ngram {

/// Which n-grams are the table's rows: every one of the highest order, and the shorter ones that
/// begin with <s> (whole histories at a sentence's start), the shortest first.
class RowRanges {
public:
    /// Throws base::InputError for more rows than 32 bits can number.
    explicit RowRanges(const Trie& trie);

    std::uint64_t size() const { return size_; }
    const std::vector<Trie::Range>& ranges() const { return ranges_; }
    /// Throws base::InputError where there is no such row.
    Node node(std::uint64_t row) const;
    /// The rows of a history that is not the empty one: from which row on, and how many.
    struct Rows {
        std::uint64_t first = 0;
        std::uint64_t number = 0;
    };
    Rows rowsAfter(const Trie& trie, Node history) const;

private:
    std::vector<Trie::Range> ranges_;
    std::uint64_t size_ = 0;
};

/// The history above an n-gram, moved on as one goes through the n-grams in order: cheaper than
/// looking for each one's parent. In a damaged file it may be a wrong one, within bounds.
class HistoryPath {
public:
    HistoryPath(const Trie& trie, Node ngram);

    Node node() const { return {length_, index_[length_]}; }
    std::span<const text::TokenId> tokens() const { return std::span(tokens_).first(length_); }
    /// Behind the last n-gram that has this history.
    std::uint64_t end() const { return end_[length_]; }
    /// Moves on to the history of a later n-gram of the same length.
    void advance(std::uint64_t index) { settle(length_, index); }

private:
    void settle(unsigned level, std::uint64_t child);
    void stand(unsigned level, std::uint64_t index);

    const Trie* trie_;
    unsigned length_;
    std::array<std::uint64_t, maximumOrder> index_{};
    std::array<std::uint64_t, maximumOrder> end_{};
    std::array<text::TokenId, maximumOrder> tokens_{};
};

/// Goes through rows [first, last) in the file's order: history(path) is asked once for each
/// history whether its rows are wanted; row(number, path, node) is called for those. Obeys `stop`.
template <class History, class Row>
void forEachRow(const Trie& trie, const RowRanges& rows, std::uint64_t first, std::uint64_t last,
                const std::stop_token& stop, History history, Row row) {
    constexpr std::uint64_t rowsBetweenLooks = 16384;
    std::uint64_t before = 0; // rows of earlier ranges
    std::uint64_t look = first;
    for (const auto& range : rows.ranges()) {
        const std::uint64_t length = range.last - range.first;
        const std::uint64_t begin = std::max(first, before);
        const std::uint64_t end = std::min(last, before + length);
        if (begin < end) {
            std::uint64_t index = range.first + (begin - before);
            const std::uint64_t endIndex = range.first + (end - before);
            HistoryPath path(trie, {range.level, index});
            while (index < endIndex) {
                path.advance(index);
                const std::uint64_t here = std::max(std::min(path.end(), endIndex), index + 1);
                const bool wanted = history(std::as_const(path));
                for (; index < here; ++index) {
                    const std::uint64_t number = before + (index - range.first);
                    if (number >= look) {
                        base::throwIfStopped(stop);
                        look = number + rowsBetweenLooks;
                    }
                    if (!wanted) {
                        index = here;
                        break;
                    }
                    row(static_cast<std::uint32_t>(number), std::as_const(path),
                        Node{range.level, index});
                }
            }
        }
        before += length;
    }
}

} // namespace ngram
