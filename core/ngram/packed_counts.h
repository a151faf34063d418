// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/prefetch.h"
#include "core/base/section_file.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

namespace ngram {

/// Counts in a byte each: nearly all are small (Zipf). A byte of 255 says that the count stands in
/// a list of its own, in order; for every 64th place it is kept how many such came before.
namespace packed {
inline constexpr std::uint8_t large = 255;
inline constexpr std::uint64_t block = 64;
/// How many of these bytes are 255, eight at a time.
inline std::uint64_t numberOfLarge(const std::uint8_t* bytes, std::uint64_t size) {
    constexpr std::uint64_t ones = 0x0101010101010101;
    std::uint64_t number = 0;
    for (; size >= 8; bytes += 8, size -= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes, sizeof word);
        // A byte's highest bit stays where all of its bits are set; then the eight are added up.
        const std::uint64_t full = ((word & (ones * 0x7f)) + ones) & word & (ones * 0x80);
        number += ((full >> 7) * ones) >> 56;
    }
    for (; size > 0; ++bytes, --size)
        number += *bytes == large ? 1 : 0;
    return number;
}
} // namespace packed

/// Mapped from the sections NAME (bytes), NAME-blocks (u32) and NAME-large (u64). Reading stays in
/// bounds whatever stands there.
class PackedCounts {
public:
    PackedCounts() = default;
    /// Throws base::FormatError where a section is missing or there are not `size` counts.
    PackedCounts(const base::SectionFile& file, const std::string& name, std::uint64_t size);

    std::uint64_t size() const { return bytes_.size(); }
    std::uint64_t operator[](std::uint64_t place) const {
        const std::uint8_t small = bytes_[place];
        return small != packed::large ? small : largeAt(place);
    }
    /// Whether the count is above 0, which takes no look at the list of large ones.
    bool isPositive(std::uint64_t place) const { return bytes_[place] != 0; }
    /// Asks for the count at a place before it is needed.
    void prefetch(std::uint64_t place) const { base::prefetch(&bytes_[place]); }

private:
    std::uint64_t largeAt(std::uint64_t place) const {
        const std::uint64_t block = place / packed::block;
        const std::uint64_t first = block * packed::block;
        const std::uint64_t before = packed::numberOfLarge(&bytes_[first], place - first);
        const std::uint64_t number = blocks_[block] + before;
        return number < large_.size() ? large_[number] : packed::large;
    }

    std::span<const std::uint8_t> bytes_;
    std::span<const std::uint32_t> blocks_;
    std::span<const std::uint64_t> large_;
};

/// Writes such sections, one count after the other.
class PackedCountsWriter {
public:
    PackedCountsWriter(base::SectionFileWriter& file, std::string name);
    void add(std::uint64_t count) {
        if (count >= packed::large)
            large_.push_back(count);
        addByte(static_cast<std::uint8_t>(std::min<std::uint64_t>(count, packed::large)));
    }
    /// Counts that are packed already, with their part of the list.
    void add(std::span<const std::uint8_t> bytes, std::span<const std::uint64_t> large);
    void finish();

private:
    void addByte(std::uint8_t byte) {
        buffer_.push_back(byte);
        if (buffer_.size() == bufferSize)
            flush();
    }
    void flush();

    static constexpr std::size_t bufferSize = packed::block * 1024;
    base::SectionFileWriter& file_;
    std::string name_;
    std::vector<std::uint8_t> buffer_; ///< begins at a block's border
    std::vector<std::uint32_t> blocks_;
    std::vector<std::uint64_t> large_;
    std::uint32_t largeBefore_ = 0;
};

} // namespace ngram
