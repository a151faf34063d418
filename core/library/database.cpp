// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/database.h"

#include "core/base/error.h"
#include "core/library/migrations.h"

#include <fmt/chrono.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <ctime>
#include <fstream>
#include <sqlite3.h>
#include <utility>

namespace library {

namespace fs = std::filesystem;

namespace {

bool meansDamage(const SQLite::Exception& error) {
    return error.getErrorCode() == SQLITE_CORRUPT || error.getErrorCode() == SQLITE_NOTADB;
}

void makeFolders(const fs::path& folder) {
    for (const char* name : {"corpora", "tokens", "models", "runs", "locks"}) {
        std::error_code error;
        fs::create_directories(folder / name, error);
        if (error)
            throw base::FileError({NG_TEXT("core", "The library's folder {0} cannot be made: {1}. "
                                                   "Choose a folder that can be written."),
                                   {(folder / name).string(), error.message()}});
    }
}

/// What a program leaves behind that was killed, or lost its power, in the middle of its work.
bool hasUnfinishedLog(const fs::path& file) {
    std::error_code error;
    const auto size = fs::file_size(file.string() + "-wal", error);
    return !error && size > 0;
}

} // namespace

Database::Database(fs::path folder, std::optional<base::Message>& notice)
    : folder_((makeFolders(folder), std::move(folder))),
      file_(folder_ / "library.sqlite3"),
      lock_(lockPath(folder_, "library")) {
    alone_ = lock_.tryExclusive();
    if (!alone_)
        lock_.lockShared();
    try {
        connect(notice);
    } catch (...) {
        rethrow();
    }
    lock_.lockShared();
}

fs::path Database::suspectMark() const {
    return file_.string() + ".suspect";
}

void Database::connect(std::optional<base::Message>& notice) {
    try {
        open((alone_ && hasUnfinishedLog(file_)) || fs::exists(suspectMark()));
    } catch (const SQLite::Exception& error) {
        if (!meansDamage(error))
            throw;
        connection_.reset();
        if (!alone_)
            throw base::LibraryError(
                {NG_TEXT("core", "The library {0} is damaged, and another program has it open. "
                                 "Close that program and start this one again."),
                 {file_.string()}});
        notice = setAside();
        open(false);
    }
}

void Database::open(bool suspect) {
    connection_ = std::make_unique<SQLite::Database>(
        file_.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 5000);
    requireOurs();
    if (suspect) {
        const std::string verdict = connection_->execAndGet("PRAGMA quick_check(1)").getString();
        if (verdict != "ok")
            throw SQLite::Exception(verdict, SQLITE_CORRUPT);
        std::error_code ignored;
        fs::remove(suspectMark(), ignored);
    }
    connection_->exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    migrate(*connection_, file_, migrations());
    connection_->exec("PRAGMA foreign_keys = ON"); // after migrating: a table may be built anew
}

void Database::requireOurs() {
    const int version = connection_->execAndGet("PRAGMA user_version").getInt();
    const int application = connection_->execAndGet("PRAGMA application_id").getInt();
    const bool empty = connection_->execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0;
    if (application != applicationId && !empty)
        throw base::LibraryError({NG_TEXT("core", "{0} is a database of another program. Choose "
                                                  "another folder for the library."),
                                  {file_.string()}});
    if (version <= static_cast<int>(migrations().size()))
        return;
    std::string program = "?";
    try {
        program =
            connection_->execAndGet("SELECT value FROM about WHERE key = 'program'").getString();
    } catch (const SQLite::Exception&) { // a newer version may keep it elsewhere
    }
    throw base::LibraryError(
        {NG_TEXT("core", "The library {0} was made by a newer version of Ngramophone (version {1}, "
                         "layout {2}; this is version {3}, layout {4}). Install the newer version, "
                         "or choose another folder for the library. Nothing was changed."),
         {file_.string(), program, std::to_string(version), NGRAMOPHONE_VERSION,
          std::to_string(migrations().size())}});
}

/// Moves the database, and the files that only it knows the names of, out of the way.
base::Message Database::setAside() {
    const std::string date = fmt::format("{:%Y%m%d-%H%M%S}", fmt::localtime(std::time(nullptr)));
    fs::path target = file_.string() + ".damaged-" + date;
    for (int number = 2; fs::exists(target); ++number)
        target = file_.string() + ".damaged-" + date + "-" + std::to_string(number);
    fs::rename(file_, target);
    for (const char* suffix : {"-wal", "-shm"}) {
        if (fs::exists(file_.string() + suffix))
            fs::rename(file_.string() + suffix, target.string() + suffix);
    }
    const fs::path files = target.string() + ".files";
    fs::create_directories(files);
    for (const char* name : {"corpora", "tokens", "models", "runs"})
        fs::rename(folder_ / name, files / name);
    fs::remove(suspectMark());
    makeFolders(folder_);
    return {NG_TEXT("core", "The library's database was damaged. It was set aside as {0}, with its "
                            "files in {1}, and an empty library was begun. Your own text files "
                            "are untouched."),
            {target.string(), files.string()}};
}

void Database::rethrow() const {
    try {
        throw;
    } catch (const SQLite::Exception& error) {
        const std::string reason = error.getErrorStr();
        switch (error.getErrorCode()) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            std::ofstream(suspectMark()).put('\n'); // the next opening looks at every page
            throw base::LibraryError(
                {NG_TEXT("core", "The library {0} is damaged ({1}). Close every program that uses "
                                 "it and start again: it will then be checked and, if need be, set "
                                 "aside."),
                 {file_.string(), reason}});
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw base::LibraryError({NG_TEXT("core", "The library {0} is kept busy by another "
                                                      "program. Try again in a moment."),
                                      {file_.string()}});
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
            throw base::FileError({NG_TEXT("core", "The library {0} cannot be written: {1}. Make "
                                                   "room on the disk or allow writing there; what "
                                                   "was stored before is kept."),
                                   {file_.string(), reason}});
        default:
            throw base::LibraryError(
                {NG_TEXT("core", "The library {0} refused: {1}."), {file_.string(), reason}});
        }
    } catch (const nlohmann::json::exception& error) {
        throw base::LibraryError({NG_TEXT("core", "An entry of the library {0} cannot be read: "
                                                  "{1}. Remove the entry, or restore a backup."),
                                  {file_.string(), error.what()}});
    } catch (const fs::filesystem_error& error) {
        throw base::FileError(
            {NG_TEXT("core", "The library's folder {0} cannot be used: {1}. Allow "
                             "writing there, or choose another folder."),
             {folder_.string(), error.what()}});
    }
}

std::int64_t now() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::string freeName(SQLite::Database& connection, const std::string& table,
                     const std::string& name, std::int64_t except) {
    if (name.find_first_not_of(" \t\r\n") == std::string::npos)
        throw base::InputError(base::Message{NG_TEXT("core", "The name is empty. Give a name.")});
    SQLite::Statement taken(connection, "SELECT 1 FROM " + table + " WHERE name = ? AND id <> ?");
    std::string candidate = name;
    for (int number = 2;; ++number) {
        taken.bind(1, candidate);
        taken.bind(2, except);
        if (!taken.executeStep())
            return candidate;
        taken.reset();
        candidate = name + " (" + std::to_string(number) + ")";
    }
}

std::string namesIn(SQLite::Database& connection, const std::string& table) {
    SQLite::Statement names(connection, "SELECT name FROM " + table + " ORDER BY id DESC LIMIT 20");
    std::string list;
    while (names.executeStep())
        list += (list.empty() ? "" : ", ") + names.getColumn(0).getString();
    return list.empty() ? "-" : list;
}

} // namespace library
