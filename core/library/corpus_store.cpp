// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/corpus_store.h"

#include "core/base/error.h"
#include "core/library/database.h"
#include "core/library/frequency_file.h"
#include "core/library/token_files.h"

#include <algorithm>
#include <filesystem>

namespace library {

namespace fs = std::filesystem;

namespace {

constexpr const char* corpusColumns =
    "SELECT id, name, ready, bytes, documents, tokens, types, replaced, encodings, added, "
    "generation FROM corpus ";

Corpus corpusOf(SQLite::Statement& row) {
    Corpus corpus;
    corpus.id = row.getColumn(0).getInt64();
    corpus.name = row.getColumn(1).getString();
    corpus.ready = row.getColumn(2).getInt() != 0;
    corpus.bytes = static_cast<std::uint64_t>(row.getColumn(3).getInt64());
    corpus.documentCount = static_cast<std::uint64_t>(row.getColumn(4).getInt64());
    corpus.tokens = static_cast<std::uint64_t>(row.getColumn(5).getInt64());
    corpus.types = static_cast<std::uint64_t>(row.getColumn(6).getInt64());
    corpus.replaced = static_cast<std::uint64_t>(row.getColumn(7).getInt64());
    corpus.encodings = row.getColumn(8).getString();
    corpus.added = row.getColumn(9).getInt64();
    return corpus;
}

[[noreturn]] void throwUnknownCorpus(std::int64_t id) {
    throw base::InputError({NG_TEXT("core", "There is no corpus number {0} in the library; it may "
                                            "have been removed. Choose another."),
                            {std::to_string(id)}});
}

/// "UTF-8, GB18030": each once, in the documents' order.
std::string encodingsOf(const std::vector<corpus::Document>& documents) {
    std::vector<std::string> seen;
    std::string joined;
    for (const corpus::Document& document : documents) {
        if (std::ranges::find(seen, document.encoding) != seen.end())
            continue;
        seen.push_back(document.encoding);
        joined += (joined.empty() ? "" : ", ") + document.encoding;
    }
    return joined;
}

void storeDocuments(SQLite::Database& connection, std::int64_t id,
                    const std::vector<corpus::Document>& documents) {
    SQLite::Statement clear(connection, "DELETE FROM document WHERE corpus = ?");
    clear.bind(1, id);
    clear.exec();
    SQLite::Statement insert(connection, "INSERT INTO document VALUES (?,?,?,?,?,?,?,?,?,?)");
    std::int64_t position = 0;
    std::uint64_t bytes = 0;
    std::uint64_t replaced = 0;
    for (const corpus::Document& document : documents) {
        insert.bind(1, id);
        insert.bind(2, position++);
        insert.bind(3, document.path.string());
        insert.bind(4, static_cast<std::int64_t>(document.size));
        insert.bind(5, document.modified);
        insert.bind(6, document.encoding);
        insert.bind(7, document.encodingChosen ? 1 : 0);
        insert.bind(8, static_cast<std::int64_t>(document.decoded.replaced));
        if (document.decoded.firstOffset)
            insert.bind(9, static_cast<std::int64_t>(*document.decoded.firstOffset));
        else
            insert.bind(9);
        insert.bind(10, static_cast<std::int64_t>(document.lines));
        insert.exec();
        insert.reset();
        bytes += document.size;
        replaced += document.decoded.replaced;
    }
    SQLite::Statement summary(connection, "UPDATE corpus SET bytes = ?, documents = ?, "
                                          "replaced = ?, encodings = ? WHERE id = ?");
    summary.bind(1, static_cast<std::int64_t>(bytes));
    summary.bind(2, position);
    summary.bind(3, static_cast<std::int64_t>(replaced));
    summary.bind(4, encodingsOf(documents));
    summary.bind(5, id);
    if (summary.exec() == 0)
        throwUnknownCorpus(id);
}

/// Counted anew, a corpus gets a new file, so that the old one stands until the change is stored.
fs::path frequencyFile(std::int64_t id, std::int64_t generation) {
    return fs::path("corpora") / (std::to_string(id) + "-" + std::to_string(generation) + ".freq");
}

std::int64_t generationOf(SQLite::Database& connection, std::int64_t id) {
    SQLite::Statement row(connection, "SELECT generation FROM corpus WHERE id = ?");
    row.bind(1, id);
    if (!row.executeStep())
        throwUnknownCorpus(id);
    return row.getColumn(0).getInt64();
}

} // namespace

std::vector<Corpus> CorpusStore::list() const {
    return database_->read([](SQLite::Database& connection) {
        SQLite::Statement row(connection, std::string(corpusColumns) + "ORDER BY id DESC");
        std::vector<Corpus> all;
        while (row.executeStep())
            all.push_back(corpusOf(row));
        return all;
    });
}

Corpus CorpusStore::get(std::int64_t id) const {
    return database_->read([id](SQLite::Database& connection) {
        SQLite::Statement row(connection, std::string(corpusColumns) + "WHERE id = ?");
        row.bind(1, id);
        if (!row.executeStep())
            throwUnknownCorpus(id);
        return corpusOf(row);
    });
}

std::optional<Corpus> CorpusStore::findByName(const std::string& name) const {
    return database_->read([&](SQLite::Database& connection) -> std::optional<Corpus> {
        SQLite::Statement row(connection, std::string(corpusColumns) + "WHERE name = ?");
        row.bind(1, name);
        if (!row.executeStep())
            return std::nullopt;
        return corpusOf(row);
    });
}

std::vector<corpus::Document> CorpusStore::documents(std::int64_t id) const {
    return database_->read([id](SQLite::Database& connection) {
        generationOf(connection, id); // an unknown id is not a corpus without documents
        SQLite::Statement row(connection, "SELECT path, size, modified, encoding, chosen, "
                                          "replaced, first_replaced, lines FROM document "
                                          "WHERE corpus = ? ORDER BY position");
        row.bind(1, id);
        std::vector<corpus::Document> documents;
        while (row.executeStep()) {
            corpus::Document document;
            document.path = row.getColumn(0).getString();
            document.size = static_cast<std::uint64_t>(row.getColumn(1).getInt64());
            document.modified = row.getColumn(2).getInt64();
            document.encoding = row.getColumn(3).getString();
            document.encodingChosen = row.getColumn(4).getInt() != 0;
            document.decoded.replaced = static_cast<std::uint64_t>(row.getColumn(5).getInt64());
            if (!row.getColumn(6).isNull())
                document.decoded.firstOffset =
                    static_cast<std::uint64_t>(row.getColumn(6).getInt64());
            document.lines = static_cast<std::uint64_t>(row.getColumn(7).getInt64());
            documents.push_back(std::move(document));
        }
        return documents;
    });
}

std::int64_t CorpusStore::add(const std::string& name,
                              const std::vector<corpus::Document>& documents,
                              const std::function<void(std::int64_t)>& beforeStored) {
    return database_->write([&](SQLite::Database& connection) {
        SQLite::Statement insert(connection,
                                 "INSERT INTO corpus (name, ready, generation, bytes, documents, "
                                 "tokens, types, replaced, encodings, added) "
                                 "VALUES (?, 0, 0, 0, 0, 0, 0, 0, '', ?)");
        insert.bind(1, freeName(connection, "corpus", name));
        insert.bind(2, now());
        insert.exec();
        const std::int64_t id = connection.getLastInsertRowid();
        storeDocuments(connection, id, documents);
        if (beforeStored)
            beforeStored(id);
        return id;
    });
}

void CorpusStore::finish(std::int64_t id, const std::vector<corpus::Document>& documents,
                         const corpus::Frequencies& frequencies) {
    const std::int64_t old = database_->write([&](SQLite::Database& connection) {
        const std::int64_t generation = generationOf(connection, id);
        storeDocuments(connection, id, documents);
        SQLite::Statement update(connection, "UPDATE corpus SET ready = 1, generation = ?, "
                                             "tokens = ?, types = ? WHERE id = ?");
        update.bind(1, generation + 1);
        update.bind(2, static_cast<std::int64_t>(frequencies.tokens));
        update.bind(3, static_cast<std::int64_t>(frequencies.counts.size()));
        update.bind(4, id);
        update.exec();
        writeFrequencies(database_->folder() / frequencyFile(id, generation + 1), frequencies);
        return generation;
    });
    if (old > 0)
        removeFile(*database_, frequencyFile(id, old));
}

void CorpusStore::replaceDocuments(std::int64_t id,
                                   const std::vector<corpus::Document>& documents) {
    database_->write([&](SQLite::Database& connection) {
        storeDocuments(connection, id, documents);
        SQLite::Statement update(connection, "UPDATE corpus SET ready = 0 WHERE id = ?");
        update.bind(1, id);
        update.exec();
    });
}

corpus::Frequencies CorpusStore::frequencies(std::int64_t id) const {
    const std::int64_t generation = database_->read(
        [id](SQLite::Database& connection) { return generationOf(connection, id); });
    if (generation == 0)
        throw base::InputError({NG_TEXT("core", "The corpus {0} is still being imported. Wait "
                                                "until its tokens are counted."),
                                {get(id).name}});
    return readFrequencies(database_->folder() / frequencyFile(id, generation));
}

void CorpusStore::rename(std::int64_t id, const std::string& name) {
    database_->write([&](SQLite::Database& connection) {
        SQLite::Statement update(connection, "UPDATE corpus SET name = ? WHERE id = ?");
        update.bind(1, freeName(connection, "corpus", name, id));
        update.bind(2, id);
        if (update.exec() == 0)
            throwUnknownCorpus(id);
    });
}

void CorpusStore::remove(std::int64_t id) {
    const std::int64_t generation = database_->write([&](SQLite::Database& connection) {
        const std::int64_t old = generationOf(connection, id);
        SQLite::Statement erase(connection, "DELETE FROM corpus WHERE id = ?");
        erase.bind(1, id);
        erase.exec();
        return old;
    });
    removeFile(*database_, frequencyFile(id, generation));
}

} // namespace library
