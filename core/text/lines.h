// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace text {

/// A line of a text in memory.
struct TextLine {
    std::string_view text;
    std::size_t begin = 0;     ///< byte offset of the line
    std::size_t endLength = 0; ///< bytes of its line end: 2 for CR LF, 1 for LF or CR, 0 at the end
};

/// Calls `visit(TextLine)` for each line. "a\n" is the line "a" and an empty one behind its end.
template <class Visit>
void forEachLine(std::string_view text, Visit visit) {
    std::size_t begin = 0;
    while (true) {
        const std::size_t end = text.find_first_of("\r\n", begin);
        if (end == std::string_view::npos) {
            visit(TextLine{text.substr(begin), begin, 0});
            return;
        }
        const std::size_t length = text.substr(end).starts_with("\r\n") ? 2 : 1;
        visit(TextLine{text.substr(begin, end - begin), begin, length});
        begin = end + length;
    }
}

} // namespace text
