// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace ngram {

/// The rows that stand first in an order, gathered while the table is still being gone through.
class FirstRows {
public:
    FirstRows(std::size_t most, bool descending) : most_(most), descending_(descending) {}

    /// Rows come by rising number, so that of two with equal keys the earlier one stands first.
    void add(std::uint32_t key, std::uint32_t row) {
        const std::uint64_t entry = std::uint64_t{descending_ ? ~key : key} << 32 | row;
        if (entry >= bound_)
            return;
        entries_.push_back(entry);
        if (entries_.size() >= 4 * most_)
            cut();
    }
    std::vector<std::uint32_t> rows() {
        cut();
        std::sort(entries_.begin(), entries_.end());
        std::vector<std::uint32_t> rows;
        for (const std::uint64_t entry : entries_)
            rows.push_back(static_cast<std::uint32_t>(entry));
        return rows;
    }

private:
    void cut() {
        if (entries_.size() <= most_)
            return;
        const auto last = entries_.begin() + static_cast<std::ptrdiff_t>(most_) - 1;
        std::nth_element(entries_.begin(), last, entries_.end());
        bound_ = *last;
        entries_.resize(most_);
    }

    std::size_t most_;
    bool descending_;
    std::uint64_t bound_ = std::numeric_limits<std::uint64_t>::max();
    std::vector<std::uint64_t> entries_; ///< key, then row
};

} // namespace ngram
