// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/library/file_lock.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace library {

/// One connection to a library's database. Whatever SQLite throws leaves read() and write() as one
/// of the program's own errors.
class Database {
public:
    /// Opens as library.h says; `notice` is filled where a person should know something.
    Database(std::filesystem::path folder, std::optional<base::Message>& notice);
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    const std::filesystem::path& folder() const { return folder_; }
    const std::filesystem::path& file() const { return file_; }

    template <class Body>
    auto read(Body&& body) {
        try {
            return body(*connection_);
        } catch (...) {
            rethrow();
        }
    }

    /// All or nothing. Begins by taking the write lock, so that what the body reads first cannot
    /// change before it writes.
    template <class Body>
    auto write(Body&& body) {
        try {
            SQLite::Transaction transaction(*connection_, SQLite::TransactionBehavior::IMMEDIATE);
            if constexpr (std::is_void_v<decltype(body(*connection_))>) {
                body(*connection_);
                transaction.commit();
            } else {
                auto result = body(*connection_);
                transaction.commit();
                return result;
            }
        } catch (...) {
            rethrow();
        }
    }

private:
    void connect(std::optional<base::Message>& notice);
    void open(bool suspect);
    void requireOurs();
    base::Message setAside();
    [[noreturn]] void rethrow() const;
    std::filesystem::path suspectMark() const;

    std::filesystem::path folder_;
    std::filesystem::path file_;
    FileLock lock_;      ///< shared while open; exclusive while nobody else may look
    bool alone_ = false; ///< nobody else had the library open when this object opened it
    std::unique_ptr<SQLite::Database> connection_;
};

/// Milliseconds since the epoch.
std::int64_t now();

/// `name`, or "name (2)", "name (3)" … where another row of `table` has it. To be called inside
/// write(). Throws base::InputError for an empty name.
std::string freeName(SQLite::Database& connection, const std::string& table,
                     const std::string& name, std::int64_t except = 0);

/// "“a”, “b” and 3 more"-like list of a table's names for errors; says so where there are none.
std::string namesIn(SQLite::Database& connection, const std::string& table);

} // namespace library
