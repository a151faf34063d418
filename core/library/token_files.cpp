// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/token_files.h"

#include "core/library/database.h"

#include <cerrno>
#include <charconv>
#include <signal.h>
#include <vector>

namespace library {

namespace fs = std::filesystem;

namespace {

bool isUsed(SQLite::Database& connection, const fs::path& relativePath) {
    SQLite::Statement use(connection, "SELECT 1 FROM model WHERE token_cache = ?1 "
                                      "UNION ALL SELECT 1 FROM run WHERE token_cache = ?1");
    use.bind(1, relativePath.string());
    return use.executeStep();
}

/// Whether this is the part file of a program that no longer lives.
bool isAbandonedPart(const std::string& name) {
    constexpr std::string_view mark = ".part-";
    const auto at = name.rfind(mark);
    if (at == std::string::npos)
        return false;
    const char* first = name.data() + at + mark.size();
    pid_t process = 0;
    const auto [end, error] = std::from_chars(first, name.data() + name.size(), process);
    return error == std::errc() && end != name.data() + name.size() && *end == '-' && process > 0 &&
           ::kill(process, 0) != 0 && errno == ESRCH;
}

std::vector<fs::path> filesIn(const fs::path& folder, bool deep) {
    std::vector<fs::path> files;
    std::error_code error;
    if (deep) {
        for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end;
             it.increment(error))
            files.push_back(it->path());
    } else {
        for (fs::directory_iterator it(folder, error), end; !error && it != end;
             it.increment(error))
            files.push_back(it->path());
    }
    return files;
}

} // namespace

FileLock tokenFileLock(const fs::path& libraryFolder, const fs::path& relativePath) {
    return FileLock(lockPath(libraryFolder, "tokens-" + relativePath.stem().string()));
}

fs::path indexPath(const fs::path& tokenCache) {
    fs::path path = tokenCache;
    return path.replace_extension(".suffixes");
}

void removeFile(const Database& database, const fs::path& relativePath) {
    if (relativePath.empty())
        return;
    std::error_code ignored; // what cannot be removed is no reason to keep the entry
    fs::remove_all(database.folder() / relativePath, ignored);
}

void removeUnusedTokens(Database& database, const fs::path& relativePath) {
    if (relativePath.empty())
        return;
    FileLock lock = tokenFileLock(database.folder(), relativePath);
    if (!lock.tryExclusive())
        return;
    if (!database.read(
            [&](SQLite::Database& connection) { return isUsed(connection, relativePath); })) {
        removeFile(database, indexPath(relativePath));
        removeFile(database, relativePath);
    }
}

void collectGarbage(Database& database) {
    for (const char* folder : {"corpora", "tokens", "models", "runs"}) {
        for (const fs::path& file : filesIn(database.folder() / folder, true)) {
            if (isAbandonedPart(file.filename().string()))
                removeFile(database, file.lexically_relative(database.folder()));
        }
    }
    for (const fs::path& file : filesIn(database.folder() / "tokens", false)) {
        fs::path tokens = file.lexically_relative(database.folder());
        if (file.extension() == ".tokens" || file.extension() == ".suffixes")
            removeUnusedTokens(database, tokens.replace_extension(".tokens"));
    }
}

} // namespace library
