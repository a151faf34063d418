// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/text_table.h"

#include "app/cli/terminal.h"

#include <algorithm>

namespace cli {

std::string TextTable::text() const {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::size_t width = displayWidth(columns_[i].title);
        for (const auto& row : rows_)
            width = std::max(width, displayWidth(row[i]));
        widths.push_back(width);
    }
    std::string lines;
    const auto addLine = [&](auto cell) {
        std::string line;
        for (std::size_t i = 0; i < columns_.size(); ++i)
            line += (i > 0 ? "  " : "") + (columns_[i].align == Align::Right
                                               ? padLeft(cell(i), widths[i])
                                               : padRight(cell(i), widths[i]));
        line.erase(line.find_last_not_of(' ') + 1);
        lines += line + "\n";
    };
    addLine([&](std::size_t i) { return columns_[i].title; });
    for (const auto& row : rows_)
        addLine([&](std::size_t i) { return row[i]; });
    return lines;
}

} // namespace cli
