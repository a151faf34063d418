// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"
#include "core/corpus/document.h"
#include "core/corpus/line_ends.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace corpus {

/// How far what has no line end, a block or a piece of a long line, may be cut short to end at a
/// space.
inline constexpr std::size_t spaceSearch = std::size_t{1} << 12;

/// Bytes of a document from the start of a character on, as a rule whole lines, so that each block
/// can be decoded and cut into lines by itself, whatever stands before it.
struct TextBlock {
    static constexpr std::size_t padding = 16; ///< bytes behind the block that may be read

    std::string padded; ///< the block and the padding
    std::string_view bytes() const {
        return std::string_view(padded).substr(0, padded.size() - padding);
    }
    std::uint64_t offset = 0; ///< in the file
    bool first = true;        ///< the document's
    bool last = true;
    bool insideLine = false; ///< begins inside a line that is longer than a block
};

/// Reads a document block by block. A block ends behind its last line end; where it has none, at a
/// space, and where it has no space either, between characters.
/// Throws base::FileError when the file vanishes, shrinks or cannot be read on.
class BlockReader {
public:
    static constexpr std::size_t usualSize = std::size_t{1} << 17;

    explicit BlockReader(const Document& document, std::size_t blockSize = usualSize);

    /// False at the end.
    bool next(TextBlock& block);

private:
    struct Cut {
        std::size_t length = 0;
        bool behindLine = false;
    };
    Cut cut() const;
    std::size_t lastCharacterEnd(std::size_t most) const;
    void fill();

    base::InputFile file_;
    std::string encoding_;
    LineEnds ends_;
    std::size_t blockSize_;
    std::string unread_;
    std::uint64_t offset_ = 0;
    bool insideLine_ = false;
    bool ended_ = false;
};

} // namespace corpus
