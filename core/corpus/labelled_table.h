// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/corpus/document.h"

#include <cstdint>
#include <string>
#include <vector>

namespace corpus {

/// A row of a table of texts and what they are.
struct LabelledText {
    std::string text;
    std::string label;
    std::uint64_t line = 0; ///< where the row begins, from 1

    bool operator==(const LabelledText&) const = default;
};

/// Reads a table of comma-separated (RFC 4180, quoted cells may hold line ends) or tab-separated
/// values: the columns that the first row calls "text" and "label", or, where it does not, two
/// columns in this order. A file called .tsv or .tab has tabs, one called .csv commas, any other
/// what its first line has. Empty lines are left out. Throws base::FormatError where a row has not
/// these cells, or none to read, naming file and line.
std::vector<LabelledText> readLabelledTable(const Document& document);

} // namespace corpus
