// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

namespace base {

/// A text file line by line, plain or compressed by gzip (which its first bytes tell, whatever its
/// name), in memory that does not grow with the file. Several gzip members one after the other are
/// one text. Throws FileError where the file cannot be read, FormatError where it is damaged or has
/// a line longer than longestLine, naming file and line.
class TextSource {
public:
    static constexpr std::size_t longestLine = std::size_t{1} << 24;

    explicit TextSource(const std::filesystem::path& path);
    ~TextSource();
    TextSource(TextSource&&) noexcept;
    TextSource& operator=(TextSource&&) noexcept;

    /// The next line without its end (LF or CR LF), valid until the next call; nothing at the end.
    /// A byte order mark of UTF-8 at the beginning is left out.
    std::optional<std::string_view> line();
    /// Of the line that line() gave last, from 1; 0 before the first.
    std::uint64_t lineNumber() const;

    const std::filesystem::path& path() const;
    /// Bytes of the file as it lies on the disk, for progress.
    std::uint64_t size() const;
    std::uint64_t bytesRead() const;

private:
    class Inflater;
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace base
