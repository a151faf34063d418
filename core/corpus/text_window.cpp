// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/text_window.h"

#include "core/corpus/line_ends.h"
#include "core/text/decoder.h"
#include "core/text/double_byte.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace corpus {
namespace {

// Lines longer than this are cut at its multiples in the file, so that where a piece begins can be
// told from the bytes around it alone.
constexpr std::uint64_t longest = 4096;
// How far back a byte is looked for that is a whole character in every multi-byte encoding.
constexpr std::uint64_t synchronisation = 65536;
constexpr unsigned lowestTrailByte = 0x30;

class Places {
public:
    Places(const base::InputFile& file, const std::string& encoding)
        : file_(file), encoding_(encoding), ends_(encoding) {}

    std::uint64_t unit() const { return ends_.unit(); }

    std::string read(std::uint64_t begin, std::uint64_t end) const {
        std::string bytes(std::min(end, file_.size()) - std::min(begin, file_.size()), '\0');
        bytes.resize(file_.readAt(begin, std::as_writable_bytes(std::span(bytes))));
        return bytes;
    }

    /// The last line start at or before `offset`, unless it is more than `longest` before.
    std::optional<std::uint64_t> startBefore(std::uint64_t offset) const {
        const std::uint64_t from = offset - std::min(offset, longest + unit());
        const std::string bytes = read(from, offset + unit());
        for (std::uint64_t place = offset - from; place >= unit(); place -= unit()) {
            const unsigned before = ends_.unitAt(bytes, place - unit());
            if (before == '\n' || (before == '\r' && ends_.unitAt(bytes, place) != '\n'))
                return from + place;
        }
        return from == 0 ? std::optional<std::uint64_t>(0) : std::nullopt;
    }

    /// The first line start after `offset`, or the end of the file, if at or before `limit`.
    std::optional<std::uint64_t> startAfter(std::uint64_t offset, std::uint64_t limit) const {
        const auto end = ends_.find(read(offset, limit + unit()), 0);
        const std::uint64_t next = end ? offset + end->end : file_.size();
        return next <= limit ? std::optional(next) : std::nullopt;
    }

    /// Whether a long line is cut at `multiple` (of `longest`).
    bool isCut(std::uint64_t multiple) const {
        const auto begin = startBefore(multiple);
        if (!begin || multiple - *begin > longest)
            return true;
        return *begin < multiple && !startAfter(multiple, *begin + longest);
    }

    /// The first place at or behind `multiple` where a character begins.
    std::uint64_t characterAt(std::uint64_t multiple) const {
        if (encoding_ == "UTF-8") {
            const std::string bytes = read(multiple, multiple + 3);
            const auto inside = [](char c) {
                return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
            };
            const auto first = std::find_if_not(bytes.begin(), bytes.end(), inside);
            return multiple + static_cast<std::uint64_t>(first - bytes.begin());
        }
        if (unit() == 2) {
            const unsigned code = ends_.unitAt(read(multiple, multiple + 2), 0);
            return code >= 0xDC00 && code <= 0xDFFF ? multiple + 2 : multiple;
        }
        return text::isMultiByte(encoding_) ? multiByteCharacterAt(multiple) : multiple;
    }

private:
    std::uint64_t multiByteCharacterAt(std::uint64_t multiple) const {
        const std::uint64_t from = multiple - std::min(multiple, synchronisation);
        const std::string bytes = read(from, multiple + 4);
        std::uint64_t place = std::min<std::uint64_t>(multiple - from, bytes.size());
        while (place > 0 && static_cast<unsigned char>(bytes[place - 1]) >= lowestTrailByte)
            --place;
        while (from + place < multiple && place < bytes.size())
            place += text::multiByteLength(encoding_, std::string_view(bytes).substr(place));
        return std::min(from + place, file_.size());
    }

    const base::InputFile& file_;
    const std::string& encoding_;
    LineEnds ends_;
};

} // namespace

TextWindow::TextWindow(const Document& document)
    : file_(document.path), encoding_(document.encoding) {}

std::uint64_t TextWindow::lineStart(std::uint64_t offset) const {
    if (file_.size() == 0)
        return 0;
    const Places places(file_, encoding_);
    offset = std::min(offset, file_.size() - 1);
    offset -= offset % places.unit();
    const auto start = places.startBefore(offset);
    std::uint64_t multiple = offset / longest * longest;
    if (multiple > 0 && places.characterAt(multiple) > offset)
        multiple -= longest;
    if (multiple > start.value_or(0) && places.isCut(multiple))
        return places.characterAt(multiple);
    return start.value_or(0);
}

std::uint64_t TextWindow::linesBefore(std::uint64_t offset, std::size_t lines) const {
    const Places places(file_, encoding_);
    offset = std::min(offset, file_.size());
    for (; lines > 0 && offset > 0; --lines)
        offset = lineStart(offset - std::min(offset, places.unit()));
    return offset;
}

std::vector<VisibleLine> TextWindow::lines(std::uint64_t offset, std::size_t count) const {
    const Places places(file_, encoding_);
    std::vector<VisibleLine> visible;
    while (visible.size() < count && offset < file_.size()) {
        const std::uint64_t multiple = (offset / longest + 1) * longest;
        const auto start = places.startAfter(offset, offset + longest + 2 * places.unit());
        std::uint64_t next = start.value_or(file_.size());
        if (next > multiple && places.isCut(multiple))
            next = places.characterAt(multiple);
        const std::string bytes = places.read(offset, next);
        VisibleLine line{text::decodeAll(std::as_bytes(std::span(bytes)), encoding_), offset, next};
        while (line.text.ends_with('\n') || line.text.ends_with('\r'))
            line.text.pop_back();
        visible.push_back(std::move(line));
        if (bytes.empty()) // the file has become shorter
            break;
        offset = next;
    }
    return visible;
}

} // namespace corpus
