// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/library/file_lock.h"

#include <filesystem>

namespace library {

class Database;

/// The lock that says whether somebody reads or writes a token cache: shared for those who do,
/// exclusive for the one who removes it. `relativePath` is tokens/NAME.tokens.
FileLock tokenFileLock(const std::filesystem::path& libraryFolder,
                       const std::filesystem::path& relativePath);

/// Where the index of a token cache lies: tokens/NAME.suffixes. It goes when the cache goes.
std::filesystem::path indexPath(const std::filesystem::path& tokenCache);

/// Removes a token cache, and its index, that no model and no run names and nobody uses just now.
void removeUnusedTokens(Database& database, const std::filesystem::path& relativePath);

/// Removes all such token caches, indexes left without theirs, and what dead programs left
/// half-written ("NAME.part-PID-N").
void collectGarbage(Database& database);

/// Removes a file or folder of the library; one that is not there is no failure.
void removeFile(const Database& database, const std::filesystem::path& relativePath);

} // namespace library
