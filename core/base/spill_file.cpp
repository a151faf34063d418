// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/spill_file.h"

#include "core/base/file_failure.h"
#include "core/base/file_io.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

namespace base {
namespace {

constexpr std::size_t spillBufferSize = std::size_t{1} << 18;

} // namespace

SpillFile::SpillFile(std::filesystem::path beside) : beside_(std::move(beside)) {
    std::string name = beside_.string() + ".spill-XXXXXX";
    descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor_ < 0)
        failToWrite(beside_, errno);
    ::unlink(name.c_str());
    buffer_.reserve(spillBufferSize);
}

SpillFile::~SpillFile() {
    if (mapped_ != nullptr)
        ::munmap(mapped_, mappedSize_);
    ::close(descriptor_);
}

void SpillFile::write(std::span<const std::byte> bytes) {
    if (buffer_.size() + bytes.size() > spillBufferSize)
        flush();
    if (bytes.size() > spillBufferSize) {
        writeFully(descriptor_, size_, reinterpret_cast<const char*>(bytes.data()), bytes.size(),
                   beside_);
        size_ += bytes.size();
        return;
    }
    buffer_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    size_ += bytes.size();
}

void SpillFile::flush() {
    writeFully(descriptor_, size_ - buffer_.size(), buffer_.data(), buffer_.size(), beside_);
    buffer_.clear();
}

std::size_t SpillFile::readAt(std::uint64_t offset, std::span<std::byte> buffer) const {
    return readFully(descriptor_, offset, buffer, beside_);
}

std::span<const std::byte> SpillFile::map() {
    flush();
    if (mapped_ != nullptr) {
        ::munmap(mapped_, mappedSize_);
        mapped_ = nullptr;
    }
    if (size_ == 0)
        return {};
    void* const mapped = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, descriptor_, 0);
    if (mapped == MAP_FAILED)
        failToWrite(beside_, errno);
    mapped_ = mapped;
    mappedSize_ = size_;
    return {static_cast<const std::byte*>(mapped_), mappedSize_};
}

} // namespace base
