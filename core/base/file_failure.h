// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace base {

/// Throw a FileError that names the path, the system's reason (an errno value) and what to do.
[[noreturn]] void failToOpen(const std::filesystem::path& path, int reason);
[[noreturn]] void failToRead(const std::filesystem::path& path, int reason);
[[noreturn]] void failToWrite(const std::filesystem::path& path, int reason);

} // namespace base
