// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace library {

/// A lock on a small file in locks/. It belongs to the open file, not to the process (Linux's open
/// file description locks), so two threads exclude each other as two programs do, and the system
/// releases it when the program dies. Unlike flock it can be looked at without being taken.
class FileLock {
public:
    /// Opens (or makes) the lock's file; takes nothing yet. Throws base::FileError.
    explicit FileLock(const std::filesystem::path& path);
    ~FileLock();
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(const FileLock&) = delete;

    /// Many may hold it shared, one alone exclusively. Holding one kind, asking for the other
    /// converts it in one step.
    void lockShared();
    bool tryShared();
    bool tryExclusive();
    bool othersHold() const;
    /// Gives the descriptor away; it is then the caller's to close.
    int release();

private:
    bool set(short type, bool wait);

    std::filesystem::path path_;
    int descriptor_ = -1;
};

/// Where the lock of this name lies in a library.
std::filesystem::path lockPath(const std::filesystem::path& libraryFolder, const std::string& name);

} // namespace library
