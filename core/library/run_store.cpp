// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/run_store.h"

#include "core/base/error.h"
#include "core/library/database.h"
#include "core/library/library.h"
#include "core/library/token_files.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <utility>

namespace library {

namespace fs = std::filesystem;

namespace {

constexpr std::pair<RunState, const char*> stateNames[] = {
    {RunState::Running, "running"}, {RunState::Finished, "finished"},
    {RunState::Stopped, "stopped"}, {RunState::StoppedEarly, "stopped early"},
    {RunState::Failed, "failed"},   {RunState::Interrupted, "interrupted"},
};

RunState stateFromName(const std::string& name) {
    for (const auto& [state, known] : stateNames) {
        if (name == known)
            return state;
    }
    return RunState::Interrupted;
}

constexpr const char* runColumns =
    "SELECT id, name, state, specification, token_cache, parameters, error, created, "
    "(SELECT max(step) FROM metric WHERE run = run.id), "
    "(SELECT training_loss FROM metric WHERE run = run.id ORDER BY step DESC LIMIT 1), "
    "(SELECT validation_loss FROM metric WHERE run = run.id AND validation_loss IS NOT NULL "
    "ORDER BY step DESC LIMIT 1), parent, origin, "
    // Where nothing is kept for validation the old text may be measured still: from step 0 on, so
    // that the newest is soon found.
    "coalesce((SELECT old_validation_loss FROM metric WHERE run = run.id AND validation_loss IS "
    "NOT NULL ORDER BY step DESC LIMIT 1), "
    "(SELECT old_validation_loss FROM metric WHERE run = run.id AND old_validation_loss IS NOT "
    "NULL AND EXISTS (SELECT 1 FROM metric AS start WHERE start.run = run.id AND start.step = 0 "
    "AND start.old_validation_loss IS NOT NULL) ORDER BY step DESC LIMIT 1)), "
    "(SELECT accuracy FROM metric WHERE run = run.id AND validation_loss IS NOT NULL "
    "ORDER BY step DESC LIMIT 1), "
    "(SELECT old_validation_loss FROM metric WHERE run = run.id AND step = 0) FROM run ";

std::optional<double> optionalNumber(const SQLite::Column& column) {
    return column.isNull() ? std::nullopt : std::optional(column.getDouble());
}

std::string asJson(const std::optional<Origin>& origin) {
    if (!origin)
        return {};
    return nlohmann::json{{"model", origin->model},
                          {"step", origin->step},
                          {"corpora", origin->corpora},
                          {"token_cache", origin->tokenCache.string()},
                          {"validation_share", origin->validationShare},
                          {"unknown_tokens", origin->unknownTokens},
                          {"documents_hash", origin->documentsHash},
                          {"old_text", oldTextNames.name(origin->oldText)}}
        .dump();
}

std::optional<Origin> originOf(const SQLite::Column& parent, const std::string& written) {
    if (written.empty())
        return std::nullopt;
    const auto json = nlohmann::json::parse(written);
    Origin origin;
    json.at("model").get_to(origin.model);
    json.at("step").get_to(origin.step);
    json.at("corpora").get_to(origin.corpora);
    origin.tokenCache = json.at("token_cache").get<std::string>();
    json.at("validation_share").get_to(origin.validationShare);
    json.at("unknown_tokens").get_to(origin.unknownTokens);
    origin.documentsHash = json.value("documents_hash", std::string());
    origin.oldText = oldTextNames.value(json.value("old_text", std::string()));
    if (!parent.isNull())
        origin.run = parent.getInt64();
    return origin;
}

Run runOf(SQLite::Database& connection, SQLite::Statement& row) {
    Run run;
    run.id = row.getColumn(0).getInt64();
    run.name = row.getColumn(1).getString();
    run.state = stateFromName(row.getColumn(2).getString());
    run.spec = nlohmann::json::parse(row.getColumn(3).getString()).get<neural::RunSpec>();
    run.tokenCache = row.getColumn(4).getString();
    run.parameters = static_cast<std::uint64_t>(row.getColumn(5).getInt64());
    run.error = row.getColumn(6).getString();
    run.created = row.getColumn(7).getInt64();
    run.step = static_cast<std::uint64_t>(row.getColumn(8).getInt64());
    run.trainingLoss = optionalNumber(row.getColumn(9));
    run.validationLoss = optionalNumber(row.getColumn(10));
    run.origin = originOf(row.getColumn(11), row.getColumn(12).getString());
    run.oldValidationLoss = optionalNumber(row.getColumn(13));
    run.accuracy = optionalNumber(row.getColumn(14));
    run.oldLossAtStart = optionalNumber(row.getColumn(15));
    SQLite::Statement corpora(connection,
                              "SELECT corpus FROM run_corpus WHERE run = ? ORDER BY position");
    corpora.bind(1, run.id);
    while (corpora.executeStep())
        run.corpora.push_back(corpora.getColumn(0).getInt64());
    return run;
}

/// NULL where there is nothing.
template <typename Value>
void bindOptional(SQLite::Statement& statement, int index, const std::optional<Value>& value) {
    if (value)
        statement.bind(index, *value);
    else
        statement.bind(index);
}

[[noreturn]] void throwUnknownRun(SQLite::Database& connection, std::int64_t id) {
    throw base::InputError({NG_TEXT("core", "There is no run number {0} in the library. Those "
                                            "there are: {1}."),
                            {std::to_string(id), namesIn(connection, "run")}});
}

} // namespace

std::string toName(RunState state) {
    for (const auto& [known, name] : stateNames) {
        if (state == known)
            return name;
    }
    return {};
}

std::vector<Run> RunStore::list() const {
    return database_->read([](SQLite::Database& connection) {
        SQLite::Statement row(connection, std::string(runColumns) + "ORDER BY id DESC");
        std::vector<Run> all;
        while (row.executeStep())
            all.push_back(runOf(connection, row));
        return all;
    });
}

Run RunStore::get(std::int64_t id) const {
    return database_->read([id](SQLite::Database& connection) {
        SQLite::Statement row(connection, std::string(runColumns) + "WHERE id = ?");
        row.bind(1, id);
        if (!row.executeStep())
            throwUnknownRun(connection, id);
        return runOf(connection, row);
    });
}

std::int64_t RunStore::add(Run run, const std::function<void(std::int64_t)>& beforeStored) {
    return database_->write([&](SQLite::Database& connection) {
        SQLite::Statement insert(connection,
                                 "INSERT INTO run (name, state, specification, token_cache, "
                                 "parameters, error, created, parent, origin) "
                                 "VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT id FROM run WHERE id = ?), "
                                 "?)");
        insert.bind(1, freeName(connection, "run", run.name));
        insert.bind(2, toName(run.state));
        insert.bind(3, nlohmann::json(run.spec).dump());
        insert.bind(4, run.tokenCache.string());
        insert.bind(5, static_cast<std::int64_t>(run.parameters));
        insert.bind(6, run.error);
        insert.bind(7, run.created != 0 ? run.created : now());
        bindOptional(insert, 8, run.origin ? run.origin->run : std::nullopt);
        insert.bind(9, asJson(run.origin));
        insert.exec();
        const std::int64_t id = connection.getLastInsertRowid();
        SQLite::Statement corpus(connection, "INSERT INTO run_corpus SELECT ?, ?, id FROM corpus "
                                             "WHERE id = ?");
        std::int64_t position = 0;
        for (const std::int64_t corpusId : run.corpora) {
            corpus.bind(1, id);
            corpus.bind(2, position++);
            corpus.bind(3, corpusId);
            corpus.exec();
            corpus.reset();
        }
        if (beforeStored)
            beforeStored(id);
        return id;
    });
}

void RunStore::setState(std::int64_t id, RunState state, const std::string& error) {
    database_->write([&](SQLite::Database& connection) {
        SQLite::Statement update(connection, "UPDATE run SET state = ?, error = ? WHERE id = ?");
        update.bind(1, toName(state));
        update.bind(2, error);
        update.bind(3, id);
        if (update.exec() == 0)
            throwUnknownRun(connection, id);
    });
}

void RunStore::setSpecification(std::int64_t id, const neural::RunSpec& spec) {
    database_->write([&](SQLite::Database& connection) {
        SQLite::Statement update(connection, "UPDATE run SET specification = ? WHERE id = ?");
        update.bind(1, nlohmann::json(spec).dump());
        update.bind(2, id);
        if (update.exec() == 0)
            throwUnknownRun(connection, id);
    });
}

void RunStore::setOldText(std::int64_t id, OldText text) {
    std::optional<Origin> origin = get(id).origin;
    origin.value().oldText = text;
    database_->write([&](SQLite::Database& connection) {
        SQLite::Statement update(connection, "UPDATE run SET origin = ? WHERE id = ?");
        update.bind(1, asJson(origin));
        update.bind(2, id);
        update.exec();
    });
}

void RunStore::addMetrics(std::int64_t id, std::span<const neural::StepMetrics> metrics) {
    if (metrics.empty())
        return;
    database_->write([&](SQLite::Database& connection) {
        SQLite::Statement insert(
            connection, "INSERT OR REPLACE INTO metric VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        for (const neural::StepMetrics& step : metrics) {
            insert.bind(1, id);
            insert.bind(2, static_cast<std::int64_t>(step.step));
            insert.bind(3, step.trainingLoss); // SQLite stores NaN as NULL
            bindOptional(insert, 4, step.validationLoss);
            insert.bind(5, std::isnan(step.tokensPerSecond) ? 0.0 : step.tokensPerSecond);
            insert.bind(6, step.seconds);
            insert.bind(7, step.learningRate);
            insert.bind(8, step.gradientNorm);
            insert.bind(9, static_cast<std::int64_t>(step.predictions));
            bindOptional(insert, 10, step.oldValidationLoss);
            bindOptional(insert, 11, step.accuracy);
            insert.exec();
            insert.reset();
        }
    });
}

void RunStore::forgetMetricsAfter(std::int64_t id, std::uint64_t step) {
    database_->write([&](SQLite::Database& connection) {
        SQLite::Statement erase(connection, "DELETE FROM metric WHERE run = ? AND step > ?");
        erase.bind(1, id);
        erase.bind(2, static_cast<std::int64_t>(step));
        erase.exec();
    });
}

std::vector<neural::StepMetrics> RunStore::metrics(std::int64_t id,
                                                   std::optional<std::uint64_t> after) const {
    return database_->read([&](SQLite::Database& connection) {
        SQLite::Statement row(connection,
                              "SELECT step, training_loss, validation_loss, tokens_per_second, "
                              "seconds, learning_rate, gradient_norm, predictions, "
                              "old_validation_loss, accuracy FROM metric "
                              "WHERE run = ? AND step > ? ORDER BY step");
        row.bind(1, id);
        row.bind(2, after ? static_cast<std::int64_t>(*after) : -1);
        constexpr double notKnown = std::numeric_limits<double>::quiet_NaN();
        std::vector<neural::StepMetrics> all;
        while (row.executeStep()) {
            neural::StepMetrics step;
            step.step = static_cast<std::uint64_t>(row.getColumn(0).getInt64());
            step.trainingLoss = optionalNumber(row.getColumn(1)).value_or(notKnown);
            step.validationLoss = optionalNumber(row.getColumn(2));
            step.tokensPerSecond = row.getColumn(3).getDouble();
            step.seconds = row.getColumn(4).getDouble();
            step.learningRate = optionalNumber(row.getColumn(5)).value_or(notKnown);
            step.gradientNorm = optionalNumber(row.getColumn(6)).value_or(notKnown);
            step.predictions = static_cast<std::uint64_t>(row.getColumn(7).getInt64());
            step.oldValidationLoss = optionalNumber(row.getColumn(8));
            step.accuracy = optionalNumber(row.getColumn(9));
            all.push_back(step);
        }
        return all;
    });
}

void RunStore::rename(std::int64_t id, const std::string& name) {
    database_->write([&](SQLite::Database& connection) {
        SQLite::Statement update(connection, "UPDATE run SET name = ? WHERE id = ?");
        update.bind(1, freeName(connection, "run", name, id));
        update.bind(2, id);
        if (update.exec() == 0)
            throwUnknownRun(connection, id);
    });
}

void RunStore::remove(std::int64_t id) {
    const Run run = get(id);
    if (WorkLock::isHeld(database_->folder(), "run-" + std::to_string(id)))
        throw base::LibraryError({NG_TEXT("core", "The run {0} is still going on. Stop it before "
                                                  "removing it."),
                                  {run.name}});
    const bool needed = database_->write([&](SQLite::Database& connection) {
        SQLite::Statement model(connection, "SELECT 1 FROM model WHERE run = ?");
        model.bind(1, id);
        const bool found = model.executeStep();
        model.reset();
        SQLite::Statement erase(connection, "DELETE FROM run WHERE id = ?");
        erase.bind(1, id);
        erase.exec();
        return found;
    });
    if (!needed)
        removeFile(*database_, fs::path("runs") / std::to_string(id));
    removeUnusedTokens(*database_, run.tokenCache);
}

fs::path RunStore::checkpoint(std::int64_t id) const {
    const fs::path folder = database_->folder() / "runs" / std::to_string(id);
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        throw base::FileError({NG_TEXT("core", "The run's folder {0} cannot be made: {1}. Allow "
                                               "writing there."),
                               {folder.string(), error.message()}});
    return folder / "checkpoint.ngc";
}

} // namespace library
