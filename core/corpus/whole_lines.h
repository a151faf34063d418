// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/corpus/line_reader.h"

#include <cstdint>
#include <string>

namespace corpus {

/// A document's lines, the long ones whole: for files of records, whose lines mean something only
/// as a whole.
class WholeLines {
public:
    explicit WholeLines(const Document& document);

    /// False at the end. Throws base::FormatError where a line is longer than longest bytes.
    bool next();
    const std::string& text() const { return text_; }
    std::uint64_t number() const { return number_; } ///< from 1

    static constexpr std::size_t longest = std::size_t{1} << 24;

private:
    LineReader reader_;
    std::string file_;
    std::string text_;
    std::uint64_t number_ = 0;
};

} // namespace corpus
