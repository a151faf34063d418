// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text_source.h"

#include "core/base/error.h"
#include "core/base/file.h"

#include <algorithm>
#include <new>
#include <string>
#include <utility>
#include <vector>
#include <zlib.h>

namespace base {
namespace {

constexpr std::size_t blockSize = std::size_t{1} << 18;
constexpr std::string_view gzipMagic = "\x1f\x8b";
constexpr std::string_view byteOrderMark = "\xef\xbb\xbf";

} // namespace

/// zlib's inflate for gzip.
class TextSource::Inflater {
public:
    Inflater() {
        constexpr int gzipOnly = 16;
        if (inflateInit2(&stream_, MAX_WBITS + gzipOnly) != Z_OK)
            throw std::bad_alloc();
    }
    ~Inflater() { inflateEnd(&stream_); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    z_stream& stream() { return stream_; }
    void beginMember() { inflateReset(&stream_); }

private:
    z_stream stream_{};
};

struct TextSource::State {
    explicit State(const std::filesystem::path& path) : file(path), raw(blockSize) {
        readRaw();
        if (std::string_view(raw.data(), rawEnd).starts_with(gzipMagic))
            inflater = std::make_unique<Inflater>();
        while (buffer.size() < byteOrderMark.size() && fill()) {
        }
        if (buffer.starts_with(byteOrderMark))
            begin = byteOrderMark.size();
    }

    void readRaw() {
        rawBegin = 0;
        rawEnd = file.read(std::as_writable_bytes(std::span(raw)));
        consumed += rawEnd;
    }

    /// Brings more text behind what is unread; false at the end.
    bool fill() {
        buffer.erase(0, begin);
        begin = 0;
        return inflater ? fillByInflating() : fillByCopying();
    }

    bool fillByCopying() {
        if (rawBegin == rawEnd)
            readRaw();
        buffer.append(raw.data() + rawBegin, rawEnd - rawBegin);
        return std::exchange(rawBegin, rawEnd) < rawEnd;
    }

    bool fillByInflating() {
        const std::size_t kept = buffer.size();
        buffer.resize(kept + blockSize);
        std::size_t got = 0;
        while (got == 0) {
            if (rawBegin == rawEnd)
                readRaw();
            if (rawBegin == rawEnd) {
                if (insideMember)
                    fail(NG_TEXT("core", "The compressed file {0} breaks off behind line {1}. Copy "
                                         "or make it again."));
                break;
            }
            // Tapes and some programs fill the last block up with zeros.
            if (!insideMember && hadMember && raw[rawBegin] == '\0') {
                ++rawBegin;
                continue;
            }
            got = inflateSome(kept);
        }
        buffer.resize(kept + got);
        return got > 0;
    }

    std::size_t inflateSome(std::size_t kept) {
        if (!insideMember)
            inflater->beginMember();
        insideMember = hadMember = true;
        z_stream& stream = inflater->stream();
        stream.next_in = reinterpret_cast<Bytef*>(raw.data() + rawBegin);
        stream.avail_in = static_cast<uInt>(rawEnd - rawBegin);
        stream.next_out = reinterpret_cast<Bytef*>(buffer.data() + kept);
        stream.avail_out = static_cast<uInt>(blockSize);
        const int result = inflate(&stream, Z_NO_FLUSH);
        if (result == Z_MEM_ERROR)
            throw std::bad_alloc();
        if (result != Z_OK && result != Z_STREAM_END)
            fail(NG_TEXT("core", "The compressed file {0} is damaged behind line {1}. Copy or make "
                                 "it again."));
        insideMember = result != Z_STREAM_END;
        rawBegin = rawEnd - stream.avail_in;
        return blockSize - stream.avail_out;
    }

    [[noreturn]] void fail(const char* pattern) const {
        throw FormatError({pattern, {file.path().string(), std::to_string(number)}});
    }

    InputFile file;
    std::vector<char> raw; ///< as it lies in the file; [rawBegin, rawEnd) is still to be used
    std::size_t rawBegin = 0;
    std::size_t rawEnd = 0;
    std::uint64_t consumed = 0;
    std::unique_ptr<Inflater> inflater; ///< none for a plain file
    bool insideMember = false;
    bool hadMember = false;
    std::string buffer; ///< text; what is before `begin` is done with
    std::size_t begin = 0;
    std::uint64_t number = 0;
};

TextSource::TextSource(const std::filesystem::path& path) : state_(std::make_unique<State>(path)) {}
TextSource::~TextSource() = default;
TextSource::TextSource(TextSource&&) noexcept = default;
TextSource& TextSource::operator=(TextSource&&) noexcept = default;

std::optional<std::string_view> TextSource::line() {
    State& state = *state_;
    std::size_t searched = 0; // from `begin`
    std::size_t end = 0;
    while ((end = state.buffer.find('\n', state.begin + searched)) == std::string::npos) {
        searched = state.buffer.size() - state.begin;
        if (searched > longestLine)
            state.fail(NG_TEXT("core", "The file {0} has no end of line for long behind line {1}. "
                                       "Choose a file of lines."));
        if (!state.fill()) {
            if (state.buffer.empty())
                return std::nullopt;
            end = state.buffer.size();
            break;
        }
    }
    std::string_view line = std::string_view(state.buffer).substr(state.begin, end - state.begin);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    state.begin = std::min(end + 1, state.buffer.size());
    ++state.number;
    return line;
}

std::uint64_t TextSource::lineNumber() const {
    return state_->number;
}

const std::filesystem::path& TextSource::path() const {
    return state_->file.path();
}

std::uint64_t TextSource::size() const {
    return state_->file.size();
}

std::uint64_t TextSource::bytesRead() const {
    return state_->consumed;
}

} // namespace base
