// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace base {

/// What does not fit in memory for a while: written once, then read back. The file has no name, so
/// that nothing stays behind however the program ends. Throws FileError that names `beside`.
class SpillFile {
public:
    /// On the disk where `beside` (the file that is being made) lies.
    explicit SpillFile(std::filesystem::path beside);
    ~SpillFile();
    SpillFile(const SpillFile&) = delete;
    SpillFile& operator=(const SpillFile&) = delete;

    void write(std::span<const std::byte> bytes);
    std::uint64_t size() const { return size_; }
    /// After this what was written can be read.
    void flush();
    /// Reads at `offset`; fewer bytes than asked for only at the end. On any number of threads.
    std::size_t readAt(std::uint64_t offset, std::span<std::byte> buffer) const;
    /// All that was written, mapped; valid while this object lives and is not written to.
    std::span<const std::byte> map();

private:
    std::filesystem::path beside_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
    std::string buffer_;
    void* mapped_ = nullptr;
    std::size_t mappedSize_ = 0;
};

} // namespace base
