// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/file_lock.h"

#include "core/base/error.h"
#include "core/library/library.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace library {

namespace fs = std::filesystem;

namespace {

struct flock wholeFile(short type) {
    struct flock lock {};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    return lock; // l_pid must be 0 for open file description locks
}

[[noreturn]] void throwFileError(const fs::path& path, int error) {
    throw base::FileError(
        {NG_TEXT("core", "The lock file {0} cannot be used: {1}. Choose a library "
                         "folder that can be written."),
         {path.string(), std::strerror(error)}});
}

} // namespace

FileLock::FileLock(const fs::path& path) : path_(path) {
    std::error_code ignored;
    fs::create_directories(path.parent_path(), ignored);
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor_ < 0)
        throwFileError(path, errno);
}

FileLock::~FileLock() {
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

FileLock::FileLock(FileLock&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(other.release()) {}

int FileLock::release() {
    return std::exchange(descriptor_, -1);
}

bool FileLock::set(short type, bool wait) {
    struct flock lock = wholeFile(type);
    while (::fcntl(descriptor_, wait ? F_OFD_SETLKW : F_OFD_SETLK, &lock) != 0) {
        if (errno == EAGAIN || errno == EACCES)
            return false;
        if (errno != EINTR)
            throwFileError(path_, errno);
    }
    return true;
}

void FileLock::lockShared() {
    set(F_RDLCK, true);
}

bool FileLock::tryShared() {
    return set(F_RDLCK, false);
}

bool FileLock::tryExclusive() {
    return set(F_WRLCK, false);
}

bool FileLock::othersHold() const {
    struct flock lock = wholeFile(F_WRLCK);
    if (::fcntl(descriptor_, F_OFD_GETLK, &lock) != 0)
        throwFileError(path_, errno);
    return lock.l_type != F_UNLCK;
}

fs::path lockPath(const fs::path& libraryFolder, const std::string& name) {
    return libraryFolder / "locks" / (name + ".lock");
}

WorkLock::WorkLock(const fs::path& libraryFolder, const std::string& name) {
    FileLock lock(lockPath(libraryFolder, name));
    if (!lock.tryExclusive())
        throw base::LibraryError({NG_TEXT("core", "{0} is being worked on by another window or "
                                                  "program. Wait until it is done, or stop it "
                                                  "there."),
                                  {name}});
    descriptor_ = lock.release();
}

WorkLock::~WorkLock() {
    ::close(descriptor_);
}

bool WorkLock::isHeld(const fs::path& libraryFolder, const std::string& name) {
    const fs::path path = lockPath(libraryFolder, name);
    return fs::exists(path) && FileLock(path).othersHold();
}

} // namespace library
