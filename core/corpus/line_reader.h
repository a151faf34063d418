// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/corpus/document.h"
#include "core/corpus/text_block.h"
#include "core/text/decoder.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
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

/// The lines of one block. A line longer than longestLine bytes is handed out in pieces under one
/// number, cut at a space where there is one, else between characters.
class BlockLines {
public:
    static constexpr std::size_t longestLine = std::size_t{1} << 16;

    /// The block must outlive it.
    BlockLines(const TextBlock& block, const std::string& encoding);

    /// False at the end. Numbers are those in the block: 0 for what goes on from the block before.
    bool next(Line& line);
    /// Whether the texts lie in the block itself, valid as long as that.
    bool textsStay() const { return !decoder_.has_value(); }
    /// What could not be decoded, of what was read so far; offsets are the file's.
    text::DecodeReport report() const;
    /// Bytes in UTF-8 of what was read so far, line ends included, a byte order mark not.
    std::uint64_t decodedBytes() const { return decodedBytes_; }

private:
    struct Piece {
        std::size_t textLength = 0; ///< bytes without the line end
        std::size_t length = 0;
        bool ended = false;
    };
    Piece nextPiece();
    std::size_t pieceLength() const;
    std::optional<LineEnd> nextEnd();
    std::string_view unread() const { return block_->bytes().substr(begin_); }

    const TextBlock* block_;
    LineEnds ends_;
    std::optional<text::StreamDecoder> decoder_; ///< none where the bytes are UTF-8 as they stand
    std::size_t begin_ = 0;                      ///< of the first unread byte
    std::size_t nextLf_ = 0; ///< places in the block; looked for again once they are passed
    std::size_t nextCr_ = 0;
    std::string text_;
    std::uint64_t number_ = 0;
    std::uint64_t decodedBytes_ = 0;
    bool insideLine_;
};

/// Reads a document line by line in memory that does not grow with the file; long lines come in
/// pieces as from BlockLines.
/// Throws base::FileError when the file vanishes, shrinks or cannot be read on.
class LineReader {
public:
    static constexpr std::size_t longestLine = BlockLines::longestLine;

    explicit LineReader(const Document& document, std::size_t blockSize = BlockReader::usualSize);
    ~LineReader();

    /// False at the end.
    bool next(Line& line);
    /// Bytes of the file consumed so far, for progress.
    std::uint64_t bytesRead() const;
    text::DecodeReport report() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace corpus
