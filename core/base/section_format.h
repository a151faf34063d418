// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>

// The bytes of a section file: header, sections at multiples of 64, the table last (its size is
// known only when everything is written).
namespace base::section_format {

static_assert(std::endian::native == std::endian::little,
              "the files are little-endian and are used as they lie in memory");

constexpr std::uint64_t alignment = 64;

struct Header {
    char magic[8] = {};
    std::uint32_t version = 0;
    std::uint32_t sectionCount = 0;
    std::uint64_t tableOffset = 0;
    std::uint64_t fileSize = 0;
    std::uint64_t tableChecksum = 0;
    std::uint64_t reserved[2] = {};
    std::uint64_t headerChecksum = 0; ///< of the 56 bytes before it
};
static_assert(sizeof(Header) == alignment);

struct Entry {
    char name[104] = {}; ///< ends with at least one zero byte
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::uint64_t checksum = 0;
};
static_assert(sizeof(Entry) == 128);

/// XXH3, 64 bits.
std::uint64_t checksum(std::span<const std::byte> bytes, const std::stop_token& stop = {});

inline std::uint64_t headerChecksum(const Header& header) {
    return checksum(std::as_bytes(std::span(&header, 1)).first(offsetof(Header, headerChecksum)));
}

} // namespace base::section_format
