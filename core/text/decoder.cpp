// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/decoder.h"

#include "core/text/converter.h"
#include "core/text/encoding.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace text {
namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF"; // as UTF-8

// Pieces small enough that a second, slow look for the first bad byte costs nothing.
constexpr std::size_t pieceSize = std::size_t{1} << 16;

std::string_view asText(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace

struct StreamDecoder::State {
    State(const std::string& name, bool atTextStart)
        : encoding(canonicalEncoding(name)), started(!atTextStart) {
        if (encoding != "UTF-8")
            converter.emplace(encoding);
    }

    void noteBad(std::uint64_t offset) {
        ++report.replaced;
        if (!report.firstOffset)
            report.firstOffset = offset;
    }

    void decodeUtf8(std::string_view bytes, bool last, std::string& out) {
        const std::size_t kept = held.size();
        std::string joined;
        if (kept > 0) { // the rest of a character that the last piece cut
            joined = std::exchange(held, {});
            joined += bytes;
            bytes = joined;
        }
        const std::uint64_t start = consumed - kept;
        std::size_t place = 0;
        while (place < bytes.size()) {
            const std::size_t valid = validUtf8Prefix(bytes.substr(place));
            out.append(bytes, place, valid);
            place += valid;
            if (place == bytes.size())
                break;
            const Utf8Step step = utf8Step(bytes.substr(place));
            if (step.kind == Utf8Step::Kind::Incomplete && !last) {
                held = bytes.substr(place);
                break;
            }
            noteBad(start + place);
            out += replacementCharacter;
            place += step.length;
        }
    }

    void decodeByIcu(std::string_view bytes, bool last, std::string& out) {
        const std::string before = held;
        const std::uint64_t start = consumed - before.size();
        const std::uint64_t replaced = converter->convert(bytes, last, out);
        held = before;
        held += bytes;
        held.erase(0, last ? held.size() : held.size() - converter->pending());
        if (replaced > 0 && !report.firstOffset) {
            std::string again = before;
            again += bytes;
            report.firstOffset = start + firstBadByte(encoding, again, last);
        }
        report.replaced += replaced;
    }

    void decode(std::string_view bytes, bool last, std::string& out) {
        const std::size_t begin = out.size();
        if (converter)
            decodeByIcu(bytes, last, out);
        else
            decodeUtf8(bytes, last, out);
        consumed += bytes.size();
        if (!started && out.size() > begin) {
            started = true;
            if (std::string_view(out).substr(begin).starts_with(byteOrderMark))
                out.erase(begin, byteOrderMark.size());
        }
    }

    std::string encoding;
    std::optional<Converter> converter; ///< none for UTF-8, which needs no change
    std::string held;                   ///< bytes of a character that is not complete yet
    std::uint64_t consumed = 0;
    bool started; ///< behind where a byte order mark may stand
    DecodeReport report;
};

StreamDecoder::StreamDecoder(const std::string& encoding, bool atTextStart)
    : state_(std::make_unique<State>(encoding, atTextStart)) {}
StreamDecoder::~StreamDecoder() = default;
StreamDecoder::StreamDecoder(StreamDecoder&&) noexcept = default;
StreamDecoder& StreamDecoder::operator=(StreamDecoder&&) noexcept = default;

void StreamDecoder::decode(std::span<const std::byte> bytes, bool last, std::string& out) {
    std::string_view rest = asText(bytes);
    do {
        const auto piece = rest.substr(0, pieceSize);
        rest.remove_prefix(piece.size());
        state_->decode(piece, last && rest.empty(), out);
    } while (!rest.empty());
}

std::size_t StreamDecoder::pending() const {
    return state_->held.size();
}

const DecodeReport& StreamDecoder::report() const {
    return state_->report;
}

std::string decodeAll(std::span<const std::byte> bytes, const std::string& encoding,
                      DecodeReport* report) {
    StreamDecoder decoder(encoding);
    std::string text;
    decoder.decode(bytes, true, text);
    if (report != nullptr)
        *report = decoder.report();
    return text;
}

} // namespace text
