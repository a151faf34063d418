// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/table_rows.h"

#include <algorithm>

namespace ngram {

RowOrder rowOrder(std::vector<std::uint32_t> rows) {
    const auto kept = std::make_shared<const std::vector<std::uint32_t>>(std::move(rows));
    return {*kept, kept};
}

TableRows TableRows::descending(RowOrder rising, std::uint64_t tableSize, RowsAlike alike) {
    TableRows rows(std::move(rising), tableSize);
    rows.alike_ = std::move(alike);
    return rows;
}

std::uint32_t TableRows::rowAt(std::uint64_t place) const {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(order_.rows[place], tableSize_ - 1));
}

std::uint32_t TableRows::operator[](std::uint64_t place) const {
    if (!order_.keeper)
        return static_cast<std::uint32_t>(place);
    if (!alike_)
        return rowAt(place);
    const std::uint64_t rising = size_ - 1 - place;
    if (rising < runBegin_ || rising >= runEnd_)
        findRun(rising);
    return rowAt(runBegin_ + (runEnd_ - 1 - rising));
}

// Alike rows stand together, so that the ends of a run are found by steps that double and then by
// halving: a run of fifty million takes some fifty looks.
void TableRows::findRun(std::uint64_t place) const {
    const std::uint32_t row = rowAt(place);
    const auto reach = [&](std::uint64_t most, auto at) {
        std::uint64_t inside = 0;
        std::uint64_t step = 1;
        while (inside + step <= most && alike_(row, rowAt(at(inside + step)))) {
            inside += step;
            step *= 2;
        }
        std::uint64_t outside = std::min(inside + step, most + 1);
        while (inside + 1 < outside) {
            const std::uint64_t middle = inside + (outside - inside) / 2;
            (alike_(row, rowAt(at(middle))) ? inside : outside) = middle;
        }
        return inside;
    };
    runBegin_ = place - reach(place, [&](std::uint64_t step) { return place - step; });
    runEnd_ =
        place + 1 + reach(size_ - 1 - place, [&](std::uint64_t step) { return place + step; });
}

} // namespace ngram
