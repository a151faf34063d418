// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace corpus {

/// Where a source line's tokens begin, and where the line stands.
struct LineStart {
    std::uint64_t firstToken = 0; ///< index of its first token (of its <s> by SentenceUnit::Line)
    std::uint64_t byteOffset = 0; ///< in the document's file
    std::uint32_t document = 0;   ///< index of the document
    std::uint32_t line = 0;       ///< from 1
};

} // namespace corpus
