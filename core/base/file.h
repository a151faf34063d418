// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace base {

/// A file that somebody else owns and may change at any time. It is read, never mapped: a mapped
/// file that another program cuts short would end this program with SIGBUS.
/// Throws FileError with the path and the system's reason. Movable; one thread at a time for
/// read(), any number for readAt().
class InputFile {
public:
    explicit InputFile(std::filesystem::path path);
    ~InputFile();
    InputFile(InputFile&& other) noexcept;
    InputFile& operator=(InputFile&& other) noexcept;

    const std::filesystem::path& path() const { return path_; }
    /// Size in bytes when the file was opened.
    std::uint64_t size() const { return size_; }
    /// Seconds since the epoch when the file was opened.
    std::int64_t modified() const { return modified_; }

    /// Reads on from where the last read ended; returns the number of bytes, 0 at the end.
    /// Throws FileError when the file ends before the size it had when it was opened.
    std::size_t read(std::span<std::byte> buffer);
    /// Reads at `offset`; fewer bytes than asked for only at the end of the file.
    std::size_t readAt(std::uint64_t offset, std::span<std::byte> buffer) const;

private:
    std::filesystem::path path_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
    std::uint64_t position_ = 0;
    std::int64_t modified_ = 0;
};

/// What a finished file must outlive. One that can be made again from others, and whose reader
/// notices damage, need not wait until the disk has it.
enum class Keep { ThroughPowerCut, WhileRunning };

/// Writes a file aside ("NAME.part-PID-N") and renames it into place on commit(), as a rule after
/// fsync. Without commit the part file is removed and what stood there before stays. Buffered.
/// Throws FileError with path and reason (a full disk, say).
class AtomicFile {
public:
    explicit AtomicFile(std::filesystem::path path);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    void write(std::span<const std::byte> bytes);
    void write(std::string_view text) { write(std::as_bytes(std::span(text))); }
    /// Overwrites bytes that were written before (a header filled in last).
    void writeAt(std::uint64_t offset, std::span<const std::byte> bytes);
    /// Hands what was written over to the system, so that the next two can be called.
    void flush();
    /// Reads, or overwrites, what was flushed; on any number of threads.
    void readFlushed(std::uint64_t offset, std::span<std::byte> bytes) const;
    void overwriteFlushed(std::uint64_t offset, std::span<const std::byte> bytes) const;
    std::uint64_t position() const { return position_; }
    /// The next `size` bytes, zeros, as memory to work in: what stands there at commit() is in the
    /// file. The disk's room is taken beforehand, so that a full one is a FileError here and no
    /// SIGBUS later. position() must be a multiple of the memory's alignment that is needed.
    std::span<std::byte> map(std::uint64_t size);
    void commit(Keep keep = Keep::ThroughPowerCut);

private:
    void unmap();

    std::filesystem::path path_;
    std::filesystem::path part_;
    int descriptor_ = -1;
    std::uint64_t position_ = 0;
    std::string buffer_;
    struct Mapping {
        void* memory = nullptr;
        std::size_t size = 0;
    };
    std::vector<Mapping> mappings_;
};

/// A file of our own in the library, mapped read-only. Throws FileError.
class MappedFile {
public:
    MappedFile() = default;
    explicit MappedFile(const std::filesystem::path& path);
    ~MappedFile();
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;

    std::span<const std::byte> bytes() const { return {data_, size_}; }

private:
    const std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

/// The whole of a small file. Throws FileError.
std::string readFile(const std::filesystem::path& path);

} // namespace base
