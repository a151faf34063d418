// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

namespace SQLite { // NOLINT(readability-identifier-naming): SQLiteCpp's own
class Database;
}

namespace library {

/// "Ngrm": how SQLite's header tells our databases from others.
inline constexpr int applicationId = 0x4e67726d;

/// The schema's history: entry N - 1 brings a database from version N - 1 to N (PRAGMA
/// user_version). An entry that was once released never changes; changes are appended.
std::span<const std::string_view> migrations();

/// Brings the database up to date in one immediate transaction, so that of two programs that open
/// it at once one migrates and the other finds it done. A database that holds something already is
/// copied to FILE.backup-VERSION before. Throws SQLite::Exception, or base::FileError where the
/// backup cannot be written; the database is as before then.
void migrate(SQLite::Database& database, const std::filesystem::path& file,
             std::span<const std::string_view> steps);

} // namespace library
