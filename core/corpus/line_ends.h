// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace corpus {

/// A line end among undecoded bytes: bytes [begin, end).
struct LineEnd {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Finds line ends (LF, CR LF, CR) without decoding. Every known encoding but UTF-16 writes them as
/// the bytes 0A and 0D and uses these for nothing else; UTF-16 as two-byte units.
class LineEnds {
public:
    explicit LineEnds(std::string_view encoding)
        : unit_(encoding.starts_with("UTF-16") ? 2 : 1), bigEndian_(encoding == "UTF-16BE") {}

    /// Bytes of one code unit.
    std::size_t unit() const { return unit_; }
    /// The code unit at `place`, or 0 where `bytes` end before it does.
    unsigned unitAt(std::string_view bytes, std::size_t place) const {
        if (place + unit_ > bytes.size())
            return 0;
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
        if (unit_ == 1)
            return byte(place);
        return bigEndian_ ? byte(place) << 8U | byte(place + 1)
                          : byte(place + 1) << 8U | byte(place);
    }
    /// The first line end at or behind `from` (a multiple of the unit). A CR that ends `bytes`
    /// counts as a line end of its own.
    std::optional<LineEnd> find(std::string_view bytes, std::size_t from) const {
        for (std::size_t i = from; i + unit_ <= bytes.size(); i += unit_) {
            const unsigned code = unitAt(bytes, i);
            if (code == '\n')
                return LineEnd{i, i + unit_};
            if (code == '\r') {
                const bool pair = unitAt(bytes, i + unit_) == '\n';
                return LineEnd{i, i + (pair ? 2 : 1) * unit_};
            }
        }
        return std::nullopt;
    }

private:
    std::size_t unit_;
    bool bigEndian_;
};

} // namespace corpus
