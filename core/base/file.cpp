// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"

#include "core/base/error.h"
#include "core/base/file_failure.h"
#include "core/base/file_io.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace base {
namespace {

constexpr std::size_t bufferSize = std::size_t{1} << 18;

// Opens an ordinary file to read. O_NONBLOCK, because opening a pipe would wait for its writer.
int openForReading(const std::filesystem::path& path, struct stat& status) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        failToOpen(path, errno);
    int reason = 0;
    if (::fstat(descriptor, &status) != 0)
        reason = errno;
    else if (S_ISDIR(status.st_mode))
        reason = EISDIR;
    else if (!S_ISREG(status.st_mode))
        reason = EINVAL;
    if (reason != 0) {
        ::close(descriptor);
        failToOpen(path, reason);
    }
    return descriptor;
}

} // namespace

InputFile::InputFile(std::filesystem::path path) : path_(std::move(path)) {
    struct stat status {};
    descriptor_ = openForReading(path_, status);
    size_ = static_cast<std::uint64_t>(status.st_size);
    modified_ = status.st_mtim.tv_sec;
}

InputFile::~InputFile() {
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

InputFile::InputFile(InputFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_),
      position_(other.position_),
      modified_(other.modified_) {}

InputFile& InputFile::operator=(InputFile&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(descriptor_, other.descriptor_);
    std::swap(size_, other.size_);
    std::swap(position_, other.position_);
    std::swap(modified_, other.modified_);
    return *this;
}

std::size_t InputFile::read(std::span<std::byte> buffer) {
    const auto wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), size_ - position_));
    const std::size_t got = readAt(position_, buffer.first(wanted));
    position_ += got;
    if (got < wanted)
        throw FileError({NG_TEXT("core", "The file {0} became shorter while it was read: it ends "
                                         "at byte {1} instead of {2}. Wait until the program that "
                                         "changes it is done, then open it again."),
                         {path_.string(), std::to_string(position_), std::to_string(size_)}});
    return got;
}

std::size_t InputFile::readAt(std::uint64_t offset, std::span<std::byte> buffer) const {
    return readFully(descriptor_, offset, buffer, path_);
}

AtomicFile::AtomicFile(std::filesystem::path path) : path_(std::move(path)) {
    static std::atomic<unsigned> number = 0;
    part_ = path_;
    part_ += ".part-" + std::to_string(::getpid()) + "-" + std::to_string(++number);
    buffer_.reserve(bufferSize);
    descriptor_ = ::open(part_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor_ < 0)
        failToWrite(path_, errno);
}

AtomicFile::~AtomicFile() {
    unmap();
    if (descriptor_ < 0)
        return;
    ::close(descriptor_);
    ::unlink(part_.c_str());
}

void AtomicFile::write(std::span<const std::byte> bytes) {
    const auto* data = reinterpret_cast<const char*>(bytes.data());
    if (buffer_.size() + bytes.size() > bufferSize)
        flush();
    if (bytes.size() >= bufferSize)
        writeFully(descriptor_, position_, data, bytes.size(), path_);
    else
        buffer_.append(data, bytes.size());
    position_ += bytes.size();
}

void AtomicFile::writeAt(std::uint64_t offset, std::span<const std::byte> bytes) {
    flush();
    writeFully(descriptor_, offset, reinterpret_cast<const char*>(bytes.data()), bytes.size(),
               path_);
}

void AtomicFile::flush() {
    writeFully(descriptor_, position_ - buffer_.size(), buffer_.data(), buffer_.size(), path_);
    buffer_.clear();
}

std::span<std::byte> AtomicFile::map(std::uint64_t size) {
    flush();
    if (size == 0)
        return {};
    const int reason =
        ::posix_fallocate(descriptor_, static_cast<off_t>(position_), static_cast<off_t>(size));
    if (reason != 0)
        failToWrite(path_, reason);
    const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    const std::uint64_t before = position_ % page;
    const auto length = static_cast<std::size_t>(before + size);
    void* memory = ::mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor_,
                          static_cast<off_t>(position_ - before));
    if (memory == MAP_FAILED)
        failToWrite(path_, errno);
    mappings_.push_back({memory, length});
    position_ += size;
    return {static_cast<std::byte*>(memory) + before, static_cast<std::size_t>(size)};
}

void AtomicFile::unmap() {
    for (const Mapping& mapping : mappings_)
        ::munmap(mapping.memory, mapping.size);
    mappings_.clear();
}

void AtomicFile::readFlushed(std::uint64_t offset, std::span<std::byte> bytes) const {
    if (readFully(descriptor_, offset, bytes, path_) < bytes.size())
        failToWrite(path_, EIO);
}

void AtomicFile::overwriteFlushed(std::uint64_t offset, std::span<const std::byte> bytes) const {
    writeFully(descriptor_, offset, reinterpret_cast<const char*>(bytes.data()), bytes.size(),
               path_);
}

void AtomicFile::commit(Keep keep) {
    flush();
    unmap();
    const bool stored = keep == Keep::WhileRunning || ::fsync(descriptor_) == 0;
    if (!stored || ::rename(part_.c_str(), path_.c_str()) != 0)
        failToWrite(path_, errno);
    // close() may report what a network disk could not store; the file stands by then.
    const int closed = ::close(std::exchange(descriptor_, -1));
    if (closed != 0 && errno != EINTR)
        failToWrite(path_, errno);

    if (keep == Keep::WhileRunning)
        return;
    // The new name survives a power cut only when the folder is stored too.
    const auto folder = path_.has_parent_path() ? path_.parent_path() : std::filesystem::path(".");
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        ::fsync(descriptor);
        ::close(descriptor);
    }
}

MappedFile::MappedFile(const std::filesystem::path& path) {
    struct stat status {};
    const int descriptor = openForReading(path, status);
    size_ = static_cast<std::size_t>(status.st_size);
    if (size_ > 0) {
        void* memory = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, descriptor, 0);
        if (memory == MAP_FAILED) {
            const int reason = errno;
            ::close(descriptor);
            failToOpen(path, reason);
        }
        data_ = static_cast<const std::byte*>(memory);
    }
    ::close(descriptor);
}

MappedFile::~MappedFile() {
    if (data_ != nullptr)
        ::munmap(const_cast<std::byte*>(data_), size_); // NOLINT(*-const-cast): munmap's signature
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
}

std::string readFile(const std::filesystem::path& path) {
    InputFile file(path);
    std::string text(file.size(), '\0');
    file.read(std::as_writable_bytes(std::span(text)));
    return text;
}

} // namespace base
