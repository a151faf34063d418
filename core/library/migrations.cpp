// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/migrations.h"

#include "core/base/error.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include <string>

namespace library {

namespace fs = std::filesystem;

namespace {

// Ids are never used twice (AUTOINCREMENT): they name files and folders, and pages keep them.
// Times are milliseconds since the epoch.
constexpr std::string_view version1 = R"sql(
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO counter VALUES ('model file', 0);

CREATE TABLE corpus (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    ready INTEGER NOT NULL,
    generation INTEGER NOT NULL,   -- how often it was counted; part of the frequency file's name
    bytes INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    types INTEGER NOT NULL,
    replaced INTEGER NOT NULL,
    encodings TEXT NOT NULL,
    added INTEGER NOT NULL
);
CREATE TABLE document (
    corpus INTEGER NOT NULL REFERENCES corpus ON DELETE CASCADE,
    position INTEGER NOT NULL,
    path TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified INTEGER NOT NULL,     -- seconds since the epoch
    encoding TEXT NOT NULL,
    chosen INTEGER NOT NULL,
    replaced INTEGER NOT NULL,
    first_replaced INTEGER,        -- byte offset
    lines INTEGER NOT NULL,
    PRIMARY KEY (corpus, position)
) WITHOUT ROWID;

CREATE TABLE run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    specification TEXT NOT NULL,   -- JSON
    token_cache TEXT NOT NULL,     -- relative path
    parameters INTEGER NOT NULL,
    error TEXT NOT NULL,
    created INTEGER NOT NULL
);
CREATE TABLE run_corpus (
    run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    position INTEGER NOT NULL,
    corpus INTEGER NOT NULL REFERENCES corpus ON DELETE CASCADE,
    PRIMARY KEY (run, position)
) WITHOUT ROWID;
CREATE INDEX run_corpus_by_corpus ON run_corpus (corpus);
CREATE TABLE metric (
    run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    step INTEGER NOT NULL,
    training_loss REAL,            -- nats; NULL is not a number
    validation_loss REAL,          -- NULL where it was not measured
    tokens_per_second REAL NOT NULL,
    seconds REAL NOT NULL,
    PRIMARY KEY (run, step)
) WITHOUT ROWID;
CREATE INDEX metric_validation ON metric (run, step) WHERE validation_loss IS NOT NULL;

CREATE TABLE model (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    file TEXT NOT NULL,            -- relative path
    token_cache TEXT NOT NULL,     -- relative path, or empty
    specification TEXT NOT NULL,   -- JSON
    run INTEGER REFERENCES run ON DELETE SET NULL,
    created INTEGER NOT NULL
);
CREATE INDEX model_by_run ON model (run);
CREATE TABLE model_corpus (
    model INTEGER NOT NULL REFERENCES model ON DELETE CASCADE,
    position INTEGER NOT NULL,
    corpus INTEGER NOT NULL REFERENCES corpus ON DELETE CASCADE,
    PRIMARY KEY (model, position)
) WITHOUT ROWID;
CREATE INDEX model_corpus_by_corpus ON model_corpus (corpus);

CREATE TABLE conversation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    model INTEGER REFERENCES model ON DELETE SET NULL,
    sampling TEXT NOT NULL,        -- JSON
    changed INTEGER NOT NULL
);
CREATE INDEX conversation_by_model ON conversation (model);
CREATE INDEX conversation_by_change ON conversation (changed);
CREATE TABLE message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
    role TEXT NOT NULL,
    text TEXT NOT NULL,
    tokens TEXT NOT NULL,          -- JSON
    ending TEXT NOT NULL,
    began_anew INTEGER NOT NULL,
    model TEXT NOT NULL
);
CREATE INDEX message_by_conversation ON message (conversation, id);

-- Trigrams find a part of a word in any script; it indexes message.text without a copy of it.
CREATE VIRTUAL TABLE message_text
    USING fts5 (text, content = 'message', content_rowid = 'id', tokenize = 'trigram');
CREATE TRIGGER message_inserted AFTER INSERT ON message BEGIN
    INSERT INTO message_text (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER message_deleted AFTER DELETE ON message BEGIN
    INSERT INTO message_text (message_text, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE TRIGGER message_updated AFTER UPDATE OF text ON message BEGIN
    INSERT INTO message_text (message_text, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO message_text (rowid, text) VALUES (new.id, new.text);
END;
)sql";

// Runs that were measured before have no such figures: NULL.
constexpr std::string_view version2 = R"sql(
ALTER TABLE metric ADD COLUMN learning_rate REAL;
ALTER TABLE metric ADD COLUMN gradient_norm REAL;  -- before clipping
ALTER TABLE metric ADD COLUMN predictions INTEGER; -- tokens that the step learnt to predict
)sql";

// A run that goes on from another model. `origin` is empty, or JSON: see Origin.
constexpr std::string_view version3 = R"sql(
ALTER TABLE run ADD COLUMN parent INTEGER REFERENCES run ON DELETE SET NULL;
ALTER TABLE run ADD COLUMN origin TEXT NOT NULL DEFAULT '';
CREATE INDEX run_by_parent ON run (parent);
ALTER TABLE metric ADD COLUMN old_validation_loss REAL; -- on the parent's text
)sql";

// What fine-tuning measures, and what a person thinks of replies. A rating stays when its reply is
// made again, which removes the message: the two are what there is to compare.
constexpr std::string_view version4 = R"sql(
ALTER TABLE metric ADD COLUMN accuracy REAL; -- of labels or preferences, at a validation
CREATE TABLE rating (
    message INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
    prompt TEXT NOT NULL,          -- JSON: what the reply answered
    reply TEXT NOT NULL,
    model TEXT NOT NULL,
    good INTEGER NOT NULL,
    rated INTEGER NOT NULL
);
CREATE INDEX rating_by_conversation ON rating (conversation);
)sql";

constexpr std::string_view steps[] = {version1, version2, version3, version4};

int userVersion(SQLite::Database& database) {
    return database.execAndGet("PRAGMA user_version").getInt();
}

/// Copies what is committed, through a connection of its own: the one that migrates already holds
/// the write lock, and SQLite copies nothing from a connection that is writing.
void backUp(const fs::path& file, int version) {
    const std::string wanted = file.string() + ".backup-" + std::to_string(version);
    fs::path target = wanted;
    for (int number = 2; fs::exists(target); ++number)
        target = wanted + "-" + std::to_string(number);
    const fs::path part = target.string() + ".part";
    std::error_code error;
    fs::remove(part, error);
    try {
        SQLite::Database source(file.string(), SQLite::OPEN_READONLY, 5000);
        SQLite::Database copy(part.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        SQLite::Backup(copy, source).executeStep();
    } catch (const SQLite::Exception& failure) {
        fs::remove(part, error);
        throw base::FileError({NG_TEXT("core", "The library cannot be brought up to date, because "
                                               "its backup {0} cannot be written: {1}. Make room "
                                               "on the disk and start again."),
                               {target.string(), failure.getErrorStr()}});
    }
    fs::rename(part, target);
}

} // namespace

std::span<const std::string_view> migrations() {
    return steps;
}

void migrate(SQLite::Database& database, const fs::path& file,
             std::span<const std::string_view> all) {
    const int wanted = static_cast<int>(all.size());
    if (userVersion(database) >= wanted)
        return;
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    const int version = userVersion(database); // another program may have been quicker
    if (version >= wanted)
        return;
    if (version > 0)
        backUp(file, version);
    for (int step = version; step < wanted; ++step)
        database.exec(std::string(all[static_cast<std::size_t>(step)]));
    database.exec("PRAGMA application_id = " + std::to_string(applicationId));
    database.exec("PRAGMA user_version = " + std::to_string(wanted));
    SQLite::Statement about(database, "INSERT OR REPLACE INTO about VALUES ('program', ?)");
    about.bind(1, NGRAMOPHONE_VERSION);
    about.exec();
    transaction.commit();
}

} // namespace library
