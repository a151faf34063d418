// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace base {

/// What kind of large file this is: the first eight bytes, and the layout's version.
struct FileKind {
    std::string_view magic; ///< eight characters
    std::uint32_t version = 1;
    const char* name = ""; ///< for errors: NG_TEXT("core", "n-gram model")
};

/// One section of a section file. Offsets are from the start of the file, multiples of 64.
struct Section {
    std::string name;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;     ///< bytes
    std::uint64_t checksum = 0; ///< XXH3, 64 bits, of the section's bytes
};

/// The one layout of every large file that the program writes (n-gram models, token caches,
/// checkpoints): magic, version, a table of named sections with checksums, then the sections.
/// Integers are little-endian. Written aside and renamed into place. Throws FileError.
class SectionFileWriter {
public:
    SectionFileWriter(std::filesystem::path path, FileKind kind);
    ~SectionFileWriter();

    void beginSection(std::string_view name);
    void write(std::span<const std::byte> bytes);
    template <class T>
    void writeValues(std::span<const T> values) {
        static_assert(std::is_trivially_copyable_v<T>);
        write(std::as_bytes(values));
    }
    void addSection(std::string_view name, std::span<const std::byte> bytes) {
        beginSection(name);
        write(bytes);
    }
    void addSection(std::string_view name, std::string_view text) {
        addSection(name, std::as_bytes(std::span(text)));
    }
    /// A section of `size` bytes, zeros, as memory to work in until the next section or commit():
    /// for what is made in place and would not fit in memory twice. See AtomicFile::map.
    std::span<std::byte> mapSection(std::string_view name, std::uint64_t size);
    /// Goes once more through what the open section has so far, in blocks of `blockSize` bytes:
    /// change(offset in the section, bytes) may change them in place. For values that are known
    /// only when the last is written. On all cores, each block on one of them.
    void rewrite(std::size_t blockSize,
                 const std::function<void(std::uint64_t, std::span<std::byte>)>& change);
    /// Bytes written so far.
    std::uint64_t position() const;
    void commit(Keep keep = Keep::ThroughPowerCut);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Opens such a file by mapping it. Throws FileError where it cannot be opened, FormatError where
/// magic, version, bounds or checksums are wrong, naming the file, the place and what to do.
class SectionFile {
public:
    enum class Check { TableOnly, Everything };

    SectionFile() = default;
    SectionFile(std::filesystem::path path, FileKind kind, Check check = Check::Everything);

    /// Compares every section with its checksum, for a file that was opened by its table alone.
    /// Throws FormatError, or Cancelled.
    void verify(const std::stop_token& stop) const;

    const std::filesystem::path& path() const { return path_; }
    const std::vector<Section>& sections() const { return sections_; }
    /// Tells this file's contents from others': of all sections' names, places and checksums.
    std::uint64_t digest() const { return digest_; }
    bool contains(std::string_view name) const;
    /// Keeps what bytes(), text() and values() give valid longer than this object.
    std::shared_ptr<const void> mapping() const { return file_; }
    /// The section's bytes, valid while this object lives. Throws FormatError where there is none.
    std::span<const std::byte> bytes(std::string_view name) const;
    std::string_view text(std::string_view name) const;
    /// The section as an array of T. Throws FormatError where the size is no multiple of T's.
    template <class T>
    std::span<const T> values(std::string_view name) const {
        static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= 64);
        const auto raw = bytes(name);
        requireMultiple(name, raw.size(), sizeof(T));
        return {reinterpret_cast<const T*>(raw.data()), raw.size() / sizeof(T)};
    }

private:
    void requireMultiple(std::string_view name, std::size_t size, std::size_t unit) const;

    std::filesystem::path path_;
    FileKind kind_;
    std::shared_ptr<const MappedFile> file_; ///< copies share it
    std::vector<Section> sections_;
    std::uint64_t digest_ = 0;
};

} // namespace base
