// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/scratch_memory.h"

#include "core/base/file_failure.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <new>
#include <string>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

namespace base {

ScratchMemory::ScratchMemory(std::size_t bytes) : size_(bytes) {
    if (size_ == 0)
        return;
    void* const mapped =
        ::mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED)
        throw std::bad_alloc();
    data_ = mapped;
    ::madvise(data_, size_, MADV_HUGEPAGE); // a wish, no more
}

ScratchMemory::ScratchMemory(std::size_t bytes, const std::filesystem::path& beside)
    : size_(bytes) {
    if (size_ == 0)
        return;
    std::string name = beside.string() + ".spill-XXXXXX";
    const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor < 0)
        failToWrite(beside, errno);
    ::unlink(name.c_str());
    // The place on the disk is taken now: a full disk is an error here and no signal later.
    const int failure = ::posix_fallocate(descriptor, 0, static_cast<off_t>(size_));
    void* const mapped =
        failure == 0 ? ::mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
                     : MAP_FAILED;
    const int reason = failure == 0 ? errno : failure;
    ::close(descriptor);
    if (mapped == MAP_FAILED)
        failToWrite(beside, reason);
    data_ = mapped;
}

ScratchMemory::~ScratchMemory() {
    if (data_ != nullptr)
        ::munmap(data_, size_);
}

ScratchMemory::ScratchMemory(ScratchMemory&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

ScratchMemory& ScratchMemory::operator=(ScratchMemory&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
}

} // namespace base
