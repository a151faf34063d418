// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace base {

/// Write all of `size` bytes at `offset`, or read until `buffer` is full or the file ends, however
/// often the system interrupts. Throw FileError that names `path`.
void writeFully(int descriptor, std::uint64_t offset, const char* data, std::size_t size,
                const std::filesystem::path& path);
std::size_t readFully(int descriptor, std::uint64_t offset, std::span<std::byte> buffer,
                      const std::filesystem::path& path);

} // namespace base
