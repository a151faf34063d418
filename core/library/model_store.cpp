// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/model_store.h"

#include "core/base/error.h"
#include "core/library/database.h"
#include "core/library/library.h"
#include "core/library/token_files.h"
#include "core/ngram/table_order.h"

namespace library {

namespace fs = std::filesystem;

namespace {

constexpr const char* modelColumns =
    "SELECT id, name, kind, file, token_cache, specification, run, created FROM model ";

Model modelOf(SQLite::Database& connection, SQLite::Statement& row) {
    Model model;
    model.id = row.getColumn(0).getInt64();
    model.name = row.getColumn(1).getString();
    model.kind = row.getColumn(2).getString();
    model.file = row.getColumn(3).getString();
    model.tokenCache = row.getColumn(4).getString();
    model.specification = row.getColumn(5).getString();
    if (!row.getColumn(6).isNull())
        model.run = row.getColumn(6).getInt64();
    model.created = row.getColumn(7).getInt64();
    SQLite::Statement corpora(connection,
                              "SELECT corpus FROM model_corpus WHERE model = ? ORDER BY position");
    corpora.bind(1, model.id);
    while (corpora.executeStep())
        model.corpora.push_back(corpora.getColumn(0).getInt64());
    return model;
}

[[noreturn]] void throwUnknownModel(SQLite::Database& connection, const std::string& name) {
    throw base::InputError({NG_TEXT("core", "There is no model {0} in the library. Those there "
                                            "are: {1}."),
                            {name, namesIn(connection, "model")}});
}

} // namespace

std::vector<Model> ModelStore::list() const {
    return database_->read([](SQLite::Database& connection) {
        SQLite::Statement row(connection, std::string(modelColumns) + "ORDER BY id DESC");
        std::vector<Model> all;
        while (row.executeStep())
            all.push_back(modelOf(connection, row));
        return all;
    });
}

Model ModelStore::get(std::int64_t id) const {
    return database_->read([id](SQLite::Database& connection) {
        SQLite::Statement row(connection, std::string(modelColumns) + "WHERE id = ?");
        row.bind(1, id);
        if (!row.executeStep())
            throwUnknownModel(connection, std::to_string(id));
        return modelOf(connection, row);
    });
}

Model ModelStore::getByName(const std::string& name) const {
    return database_->read([&](SQLite::Database& connection) {
        SQLite::Statement row(connection, std::string(modelColumns) + "WHERE name = ?");
        row.bind(1, name);
        if (!row.executeStep())
            throwUnknownModel(connection, name);
        return modelOf(connection, row);
    });
}

std::int64_t ModelStore::add(Model model) {
    return database_->write([&](SQLite::Database& connection) {
        SQLite::Statement insert(connection,
                                 "INSERT INTO model (name, kind, file, token_cache, "
                                 "specification, run, created) VALUES (?, ?, ?, ?, ?, ?, ?)");
        insert.bind(1, freeName(connection, "model", model.name));
        insert.bind(2, model.kind);
        insert.bind(3, model.file.string());
        insert.bind(4, model.tokenCache.string());
        insert.bind(5, model.specification);
        if (model.run)
            insert.bind(6, *model.run);
        else
            insert.bind(6);
        insert.bind(7, model.created != 0 ? model.created : now());
        insert.exec();
        const std::int64_t id = connection.getLastInsertRowid();
        // A corpus that was removed while the model was made is no longer named.
        SQLite::Statement corpus(connection, "INSERT INTO model_corpus SELECT ?, ?, id "
                                             "FROM corpus WHERE id = ?");
        std::int64_t position = 0;
        for (const std::int64_t corpusId : model.corpora) {
            corpus.bind(1, id);
            corpus.bind(2, position++);
            corpus.bind(3, corpusId);
            corpus.exec();
            corpus.reset();
        }
        return id;
    });
}

void ModelStore::rename(std::int64_t id, const std::string& name) {
    database_->write([&](SQLite::Database& connection) {
        SQLite::Statement update(connection, "UPDATE model SET name = ? WHERE id = ?");
        update.bind(1, freeName(connection, "model", name, id));
        update.bind(2, id);
        if (update.exec() == 0)
            throwUnknownModel(connection, std::to_string(id));
    });
}

void ModelStore::setFile(std::int64_t id, const fs::path& file) {
    database_->write([&](SQLite::Database& connection) {
        SQLite::Statement update(connection, "UPDATE model SET file = ? WHERE id = ?");
        update.bind(1, file.string());
        update.bind(2, id);
        if (update.exec() == 0)
            throwUnknownModel(connection, std::to_string(id));
    });
}

void ModelStore::remove(std::int64_t id) {
    const Model model = get(id);
    if (model.run && WorkLock::isHeld(database_->folder(), "run-" + std::to_string(*model.run)))
        throw base::LibraryError({NG_TEXT("core", "The model {0} is still being trained. Stop its "
                                                  "run before removing it."),
                                  {model.name}});
    database_->write([&](SQLite::Database& connection) {
        SQLite::Statement erase(connection, "DELETE FROM model WHERE id = ?");
        erase.bind(1, id);
        erase.exec();
    });
    // A checkpoint stands in a folder of its own, runs/ID.
    const bool ofRun = *model.file.begin() == "runs" && model.file.has_parent_path();
    removeFile(*database_, ofRun ? model.file.parent_path() : model.file);
    if (!ofRun)
        removeFile(*database_, ngram::orderFolder(model.file));
    removeUnusedTokens(*database_, model.tokenCache);
}

fs::path ModelStore::newFile(const std::string& extension) {
    const std::int64_t number = database_->write([](SQLite::Database& connection) {
        return connection
            .execAndGet("UPDATE counter SET value = value + 1 WHERE name = 'model file' "
                        "RETURNING value")
            .getInt64();
    });
    const std::string dot = extension.starts_with('.') ? "" : ".";
    return fs::path("models") / (std::to_string(number) + dot + extension);
}

} // namespace library
