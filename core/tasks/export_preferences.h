// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/library/library.h"

#include <cstddef>
#include <filesystem>

namespace tasks {

/// Writes what the person thinks of replies as JSON Lines that readPreferences() reads: each reply
/// found good with each found bad to the same words. Returns how many. Throws base::InputError
/// where there is no such pair, base::FileError where the file cannot be written.
std::size_t exportPreferences(library::Library& library, const std::filesystem::path& path);

} // namespace tasks
