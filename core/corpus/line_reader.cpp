// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/line_reader.h"

#include "core/text/utf8.h"

#include <algorithm>
#include <span>

namespace corpus {
namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

} // namespace

BlockLines::BlockLines(const TextBlock& block, const std::string& encoding)
    : block_(&block), ends_(encoding), insideLine_(block.insideLine) {
    const bool plain =
        encoding == "UTF-8" && text::validUtf8Prefix(block.bytes()) == block.bytes().size();
    if (!plain)
        decoder_.emplace(encoding, block.first);
    else if (block.first && block.bytes().starts_with(byteOrderMark))
        begin_ = byteOrderMark.size();
}

std::optional<LineEnd> BlockLines::nextEnd() {
    const std::string_view bytes = block_->bytes();
    if (ends_.unit() != 1) {
        auto end = ends_.find(unread(), 0);
        if (end)
            *end = {end->begin + begin_, end->end + begin_};
        return end;
    }
    // Each byte is looked at once for either, however many lines there are.
    const auto look = [&](std::size_t& place, char wanted) {
        if (place < begin_ || begin_ == 0)
            place = std::min(bytes.find(wanted, begin_), bytes.size());
    };
    look(nextLf_, '\n');
    look(nextCr_, '\r');
    const std::size_t first = std::min(nextLf_, nextCr_);
    if (first == bytes.size())
        return std::nullopt;
    const bool pair = nextCr_ == first && nextLf_ == first + 1 && nextLf_ < bytes.size();
    return LineEnd{first, first + (pair ? 2 : 1)};
}

std::size_t BlockLines::pieceLength() const {
    for (std::size_t length = longestLine; length > longestLine - spaceSearch;
         length -= ends_.unit())
        if (ends_.unitAt(unread(), length - ends_.unit()) == ' ')
            return length;
    if (decoder_)
        return longestLine; // keeps what is cut for the next piece
    std::size_t length = longestLine;
    while ((static_cast<unsigned char>(unread()[length]) & 0xC0) == 0x80)
        --length;
    return length;
}

BlockLines::Piece BlockLines::nextPiece() {
    if (const auto end = nextEnd(); end && end->begin - begin_ <= longestLine)
        return {end->begin - begin_, end->end - begin_, true};
    const std::size_t length = unread().size() <= longestLine ? unread().size() : pieceLength();
    return {length, length, false};
}

bool BlockLines::next(Line& line) {
    if (unread().empty())
        return false;
    const Piece piece = nextPiece();
    const auto bytes = unread().substr(0, piece.length);
    if (decoder_) {
        line.byteOffset = block_->offset + begin_ - decoder_->pending();
        text_.clear();
        const bool last = begin_ + piece.length == block_->bytes().size();
        decoder_->decode(std::as_bytes(std::span(bytes)), last, text_);
        decodedBytes_ += text_.size();
        if (piece.ended) { // its line end was decoded too, which completes what was cut before it
            if (text_.ends_with("\r\n"))
                text_.pop_back();
            if (text_.ends_with('\n') || text_.ends_with('\r'))
                text_.pop_back();
        }
        line.text = text_;
    } else {
        // A byte order mark belongs to the first line.
        line.byteOffset = number_ == 0 && block_->first ? 0 : block_->offset + begin_;
        line.text = bytes.substr(0, piece.textLength);
        decodedBytes_ += bytes.size();
    }
    begin_ += piece.length;
    number_ += insideLine_ ? 0 : 1;
    insideLine_ = !piece.ended;
    line.number = number_;
    line.byteEnd = block_->offset + begin_ - (decoder_ ? decoder_->pending() : 0);
    line.ended = piece.ended;
    return true;
}

text::DecodeReport BlockLines::report() const {
    text::DecodeReport report = decoder_ ? decoder_->report() : text::DecodeReport{};
    if (report.firstOffset)
        *report.firstOffset += block_->offset;
    return report;
}

struct LineReader::State {
    State(const Document& document, std::size_t blockSize)
        : blocks(document, blockSize), encoding(document.encoding) {}

    BlockReader blocks;
    std::string encoding;
    TextBlock block;
    std::optional<BlockLines> lines;
    std::uint64_t linesBefore = 0; ///< that began in earlier blocks
    std::uint64_t number = 0;
    std::uint64_t bytesRead = 0;
    text::DecodeReport before; ///< of earlier blocks
};

LineReader::LineReader(const Document& document, std::size_t blockSize)
    : state_(std::make_unique<State>(document, blockSize)) {}
LineReader::~LineReader() = default;

bool LineReader::next(Line& line) {
    State& state = *state_;
    while (!state.lines || !state.lines->next(line)) {
        state.before = report();
        state.linesBefore = state.number;
        state.lines.reset();
        if (!state.blocks.next(state.block))
            return false;
        state.lines.emplace(state.block, state.encoding);
    }
    line.number += state.linesBefore;
    state.number = line.number;
    state.bytesRead = line.byteEnd;
    return true;
}

std::uint64_t LineReader::bytesRead() const {
    return state_->bytesRead;
}

text::DecodeReport LineReader::report() const {
    text::DecodeReport report = state_->before;
    if (state_->lines)
        report.add(state_->lines->report());
    return report;
}

} // namespace corpus
