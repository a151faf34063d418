// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_io.h"

#include "core/base/file_failure.h"

#include <cerrno>
#include <unistd.h>

namespace base {

void writeFully(int descriptor, std::uint64_t offset, const char* data, std::size_t size,
                const std::filesystem::path& path) {
    while (size > 0) {
        const ssize_t written = ::pwrite(descriptor, data, size, static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            failToWrite(path, written < 0 ? errno : ENOSPC);
        const auto done = static_cast<std::size_t>(written);
        data += done;
        size -= done;
        offset += done;
    }
}

std::size_t readFully(int descriptor, std::uint64_t offset, std::span<std::byte> buffer,
                      const std::filesystem::path& path) {
    std::size_t got = 0;
    while (got < buffer.size()) {
        const ssize_t count = ::pread(descriptor, buffer.data() + got, buffer.size() - got,
                                      static_cast<off_t>(offset + got));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            failToRead(path, errno);
        if (count == 0)
            break;
        got += static_cast<std::size_t>(count);
    }
    return got;
}

} // namespace base
