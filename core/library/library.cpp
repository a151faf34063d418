// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/library.h"

#include "core/base/error.h"
#include "core/library/conversation_store.h"
#include "core/library/corpus_store.h"
#include "core/library/database.h"
#include "core/library/model_store.h"
#include "core/library/rating_store.h"
#include "core/library/run_store.h"
#include "core/library/token_files.h"

#include <cstdlib>
#include <utility>
#include <vector>

namespace library {

namespace fs = std::filesystem;

Library::Library(const fs::path& folder) : folder_(fs::absolute(folder)) {
    database_ = std::make_unique<Database>(folder_, notice_);
    corpora_ = std::make_unique<CorpusStore>(*database_);
    models_ = std::make_unique<ModelStore>(*database_);
    runs_ = std::make_unique<RunStore>(*database_);
    conversations_ = std::make_unique<ConversationStore>(*database_);
    ratings_ = std::make_unique<RatingStore>(*database_);
}

Library::~Library() = default;
Library::Library(Library&&) noexcept = default;

CorpusStore& Library::corpora() {
    return *corpora_;
}

ModelStore& Library::models() {
    return *models_;
}

RunStore& Library::runs() {
    return *runs_;
}

ConversationStore& Library::conversations() {
    return *conversations_;
}

RatingStore& Library::ratings() {
    return *ratings_;
}

std::int64_t Library::version() const {
    return database_->read([](SQLite::Database& connection) {
        return connection.execAndGet("PRAGMA data_version").getInt64();
    });
}

namespace {

/// The ids that a query gives and nobody works on: `act` is done under their lock, so that nobody
/// can begin meanwhile.
template <class Act>
void forAbandoned(Database& database, const char* query, const std::string& prefix, Act&& act) {
    const auto ids = database.read([&](SQLite::Database& connection) {
        SQLite::Statement row(connection, query);
        std::vector<std::int64_t> all;
        while (row.executeStep())
            all.push_back(row.getColumn(0).getInt64());
        return all;
    });
    for (const std::int64_t id : ids) {
        FileLock lock(lockPath(database.folder(), prefix + std::to_string(id)));
        if (lock.tryExclusive())
            act(id);
    }
}

} // namespace

void Library::recover() {
    // Each statement asks for the state again: the work may have ended well in the meantime.
    forAbandoned(
        *database_, "SELECT id FROM run WHERE state = 'running'", "run-", [this](std::int64_t id) {
            database_->write([id](SQLite::Database& connection) {
                SQLite::Statement update(connection, "UPDATE run SET state = 'interrupted' "
                                                     "WHERE id = ? AND state = 'running'");
                update.bind(1, id);
                update.exec();
            });
        });
    // A corpus that was ready once is kept: it was only being counted again.
    forAbandoned(*database_, "SELECT id FROM corpus WHERE ready = 0 AND generation = 0", "import-",
                 [this](std::int64_t id) {
                     database_->write([id](SQLite::Database& connection) {
                         SQLite::Statement erase(connection,
                                                 "DELETE FROM corpus WHERE id = ? AND ready = 0 "
                                                 "AND generation = 0");
                         erase.bind(1, id);
                         erase.exec();
                     });
                 });
    // A reply is stored as interrupted while it grows, so that one that was cut off is closed
    // already.
    collectGarbage(*database_);
}

fs::path defaultFolder() {
    const char* data = std::getenv("XDG_DATA_HOME");
    if (data != nullptr && fs::path(data).is_absolute())
        return fs::path(data) / "ngramophone";
    const char* home = std::getenv("HOME");
    return fs::path(home != nullptr ? home : ".") / ".local" / "share" / "ngramophone";
}

} // namespace library
