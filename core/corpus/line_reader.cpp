// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/line_reader.h"

#include "core/corpus/line_ends.h"

#include <algorithm>
#include <string>
#include <vector>

namespace corpus {
namespace {

constexpr std::size_t blockSize = std::size_t{1} << 18;
// How far a long line's piece may be cut short to end at a space.
constexpr std::size_t spaceSearch = std::size_t{1} << 12;

} // namespace

struct LineReader::State {
    explicit State(const Document& document)
        : file(document.path), decoder(document.encoding), ends(document.encoding) {}

    std::string_view unread() const { return std::string_view(buffer).substr(begin); }

    // Reads another block behind what is unread; false at the end of the file.
    bool fill() {
        buffer.erase(0, begin);
        begin = 0;
        const std::size_t kept = buffer.size();
        buffer.resize(kept + blockSize);
        const std::size_t got = file.read(std::as_writable_bytes(std::span(buffer).subspan(kept)));
        buffer.resize(kept + got);
        return got > 0;
    }

    // Length of what comes next: a line with its end, or a piece of a longer one.
    std::size_t nextLength(bool& ended) {
        std::size_t searched = 0;
        while (true) {
            const auto end = ends.find(unread(), searched);
            // What follows a CR at the very end of the buffer must be known.
            const bool sure = end && end->end + ends.unit() <= unread().size();
            const std::size_t whole = unread().size() / ends.unit() * ends.unit();
            if (sure || unread().size() >= longestLine + 2 * ends.unit() || !fill()) {
                ended = end && end->begin <= longestLine;
                if (ended)
                    return end->end;
                return unread().size() <= longestLine ? unread().size() : pieceLength();
            }
            if (!end)
                searched = whole; // what was read since has not been searched
        }
    }

    std::size_t pieceLength() const {
        for (std::size_t length = longestLine; length > longestLine - spaceSearch;
             length -= ends.unit())
            if (ends.unitAt(unread(), length - ends.unit()) == ' ')
                return length;
        return longestLine;
    }

    base::InputFile file;
    text::StreamDecoder decoder;
    LineEnds ends;
    std::string buffer; ///< bytes of the file; those before `begin` are done with
    std::size_t begin = 0;
    std::uint64_t offset = 0; ///< in the file, of the first unread byte
    std::string text;
    std::uint64_t number = 0;
    bool insideLine = false;
};

LineReader::LineReader(const Document& document) : state_(std::make_unique<State>(document)) {}
LineReader::~LineReader() = default;

bool LineReader::next(Line& line) {
    State& state = *state_;
    if (state.unread().empty() && !state.fill())
        return false;
    bool ended = false;
    const std::size_t length = state.nextLength(ended);
    const auto bytes = state.unread().substr(0, length);
    const bool last = state.offset + length >= state.file.size();

    line.byteOffset = state.offset - state.decoder.pending();
    state.text.clear();
    state.decoder.decode(std::as_bytes(std::span(bytes)), last, state.text);
    if (ended) { // its line end was decoded with it, which completes what was cut before it
        if (state.text.ends_with("\r\n"))
            state.text.pop_back();
        if (state.text.ends_with('\n') || state.text.ends_with('\r'))
            state.text.pop_back();
    }
    state.begin += length;
    state.offset += length;

    state.number += state.insideLine ? 0 : 1;
    state.insideLine = !ended;
    line.text = state.text;
    line.number = state.number;
    line.byteEnd = state.offset - state.decoder.pending();
    line.ended = ended;
    return true;
}

std::uint64_t LineReader::bytesRead() const {
    return state_->offset;
}

const text::DecodeReport& LineReader::report() const {
    return state_->decoder.report();
}

} // namespace corpus
