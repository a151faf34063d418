// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <type_traits>

namespace base {

/// A large block of zeroed memory for a while, in huge pages where the system gives them: what is
/// touched at random then costs fewer page walks. Given a path, the block lies in a nameless file
/// beside it, which the system may write out when memory is short. Throws FileError, or
/// std::bad_alloc.
class ScratchMemory {
public:
    ScratchMemory() = default;
    explicit ScratchMemory(std::size_t bytes);
    ScratchMemory(std::size_t bytes, const std::filesystem::path& beside);
    ~ScratchMemory();
    ScratchMemory(ScratchMemory&& other) noexcept;
    ScratchMemory& operator=(ScratchMemory&& other) noexcept;

    template <class T>
    std::span<T> as() const {
        static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= 64);
        return {static_cast<T*>(data_), size_ / sizeof(T)};
    }

private:
    void* data_ = nullptr;
    std::size_t size_ = 0;
};

} // namespace base
