// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/text_block.h"

#include "core/text/decoder.h"

#include <algorithm>
#include <span>
#include <utility>

namespace corpus {
BlockReader::BlockReader(const Document& document, std::size_t blockSize)
    : file_(document.path),
      encoding_(document.encoding),
      ends_(document.encoding),
      // A block holds more than one code unit, however little is asked for.
      blockSize_(std::max<std::size_t>(blockSize, 16)) {}

void BlockReader::fill() {
    while (!ended_ && unread_.size() < blockSize_) {
        const std::size_t kept = unread_.size();
        unread_.resize(blockSize_);
        const std::size_t got =
            file_.read(std::as_writable_bytes(std::span(unread_).subspan(kept)));
        unread_.resize(kept + got);
        ended_ = got == 0;
    }
}

BlockReader::Cut BlockReader::cut() const {
    const std::size_t unit = ends_.unit();
    const std::size_t whole = unread_.size() / unit * unit;
    // A CR that ends the bytes may be half of a line end.
    for (std::size_t end = whole; end >= unit; end -= unit) {
        const unsigned code = ends_.unitAt(unread_, end - unit);
        if (code == '\n' || (code == '\r' && end < whole))
            return {end, true};
    }
    const bool endsInCr = ends_.unitAt(unread_, whole - unit) == '\r';
    const std::size_t most = endsInCr ? whole - unit : whole;
    const std::size_t least = most - std::min(most, spaceSearch / unit * unit);
    for (std::size_t end = most; end > least; end -= unit)
        if (ends_.unitAt(unread_, end - unit) == ' ')
            return {end, false};
    return {lastCharacterEnd(most), false};
}

std::size_t BlockReader::lastCharacterEnd(std::size_t most) const {
    // A place where nothing is pending. How many bytes are pending does not tell it: where they are
    // bad, what follows decides how they are grouped.
    constexpr std::size_t longest = 16; // bytes of a character, and of bad ones before it
    const std::size_t unit = ends_.unit();
    std::size_t end = most - std::min(most, longest) / unit * unit;
    const auto bytes = std::as_bytes(std::span(unread_));
    text::StreamDecoder decoder(encoding_, offset_ == 0);
    std::string ignored;
    decoder.decode(bytes.first(end), false, ignored);
    std::size_t found = decoder.pending() == 0 && end > 0 ? end : most;
    for (; end < most; end += unit) {
        decoder.decode(bytes.subspan(end, unit), false, ignored);
        if (decoder.pending() == 0)
            found = end + unit;
    }
    return found;
}

bool BlockReader::next(TextBlock& block) {
    fill();
    if (unread_.empty())
        return false;
    block.offset = offset_;
    block.first = offset_ == 0;
    block.insideLine = insideLine_;
    block.last = ended_ || offset_ + unread_.size() >= file_.size();
    const Cut where = block.last ? Cut{unread_.size(), false} : cut();
    block.padded.assign(unread_, where.length); // what is left, which is little
    unread_.resize(where.length);
    unread_.append(TextBlock::padding, '\0');
    std::swap(block.padded, unread_);
    offset_ += where.length;
    insideLine_ = !where.behindLine;
    return true;
}

} // namespace corpus
