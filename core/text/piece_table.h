// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace text {

/// Pieces of words, in an order that finds all those that a text begins with.
class PieceTable {
public:
    struct Entry {
        std::string_view key; ///< what it is found by
        std::size_t number = 0;
    };

    PieceTable() = default;
    explicit PieceTable(std::vector<Entry> entries) : entries_(std::move(entries)) {
        std::sort(entries_.begin(), entries_.end(),
                  [](const Entry& a, const Entry& b) { return a.key < b.key; });
    }

    /// Calls `visit(length, number)` for each piece that `text` begins with, the shortest first.
    template <class Visit>
    void forEachPrefix(std::string_view text, Visit visit) const {
        auto first = entries_.begin();
        auto last = entries_.end();
        for (std::size_t length = 0; first != last; ++length) {
            // Those left begin with the text's first `length` bytes.
            for (; first != last && first->key.size() == length; ++first)
                if (length > 0)
                    visit(length, first->number);
            if (length == text.size())
                return;
            const auto wanted = static_cast<unsigned char>(text[length]);
            first = std::partition_point(first, last, [&](const Entry& entry) {
                return static_cast<unsigned char>(entry.key[length]) < wanted;
            });
            last = std::partition_point(first, last, [&](const Entry& entry) {
                return static_cast<unsigned char>(entry.key[length]) == wanted;
            });
        }
    }

private:
    std::vector<Entry> entries_;
};

} // namespace text
