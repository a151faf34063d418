// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"
#include "core/corpus/document.h"
#include "core/text/decoder.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace corpus {

/// A line of a document, decoded to valid UTF-8, without its line end (LF, CR LF or CR).
struct Line {
    std::string_view text;        ///< valid until the next call
    std::uint64_t number = 0;     ///< from 1
    std::uint64_t byteOffset = 0; ///< of the line's first byte in the file
    std::uint64_t byteEnd = 0;    ///< first byte of the next line
    bool ended = false; ///< a line end follows; false for all but a long line's last piece, and
                        ///< for a last line that the file leaves open
};

/// Reads a document line by line in memory that does not grow with the file. A line longer than
/// longestLine bytes is handed out in pieces under one number, cut at a space where there is one,
/// else between characters.
/// Throws base::FileError when the file vanishes, shrinks or cannot be read on.
class LineReader {
public:
    static constexpr std::size_t longestLine = std::size_t{1} << 16;

    explicit LineReader(const Document& document);
    ~LineReader();

    /// False at the end.
    bool next(Line& line);
    /// Bytes of the file consumed so far, for progress.
    std::uint64_t bytesRead() const;
    const text::DecodeReport& report() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace corpus
