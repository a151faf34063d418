// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/library/conversation_store.h"
#include "core/library/corpus_store.h"
#include "core/library/library.h"
#include "core/library/migrations.h"
#include "core/library/model_store.h"
#include "core/library/run_store.h"

#include <QTemporaryDir>
#include <QTest>

#include <SQLiteCpp/SQLiteCpp.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <csignal>
#include <fstream>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace fs = std::filesystem;
using library::Library;

class LibraryTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void olderLayoutIsMigratedAfterABackup();
    void failedMigrationChangesNothing();
    void metricsOfTheFirstVersionStay();
    void newerLibraryIsRefusedUntouched();
    void otherProgramsDatabaseIsRefused();
    void garbageIsSetAside();
    void flippedPagesAreSetAside();
    void damageIsNotSetAsideWhileOthersLook();
    void threadsWriteTogether();
    void programsWriteAndOpenTogether();
    void workLockIsExclusiveAndDiesWithItsProgram();
    void recoverTellsLivingFromDead();
    void recoverCollectsGarbage();
    void fullDiskLosesNothing();
    void unwritableFolderIsAFileError();

private:
    fs::path file() const { return path_ / "library.sqlite3"; }
    std::vector<fs::path> matching(const std::string& prefix) const;
    static std::string bytes(const fs::path& file);
    void damageConversations() const;
    /// Runs `body` in a process of its own; true where it returned true.
    template <class Body>
    static pid_t startProcess(Body body);
    static bool succeeded(pid_t process);

    std::unique_ptr<QTemporaryDir> folder_;
    fs::path path_;
};

void LibraryTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    path_ = folder_->path().toStdString();
}

std::vector<fs::path> LibraryTest::matching(const std::string& prefix) const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(path_)) {
        if (entry.path().filename().string().starts_with(prefix))
            found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::string LibraryTest::bytes(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

template <class Body>
pid_t LibraryTest::startProcess(Body body) {
    const pid_t process = ::fork();
    if (process == 0) {
        bool good = false;
        try {
            good = body();
        } catch (const std::exception& error) {
            ::fprintf(stderr, "child: %s\n", error.what());
        }
        ::_exit(good ? 0 : 1);
    }
    return process;
}

bool LibraryTest::succeeded(pid_t process) {
    int status = 0;
    return ::waitpid(process, &status, 0) == process && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

void LibraryTest::olderLayoutIsMigratedAfterABackup() {
    SQLite::Database database(file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    const std::string_view steps[] = {
        "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL); CREATE TABLE a (x);",
        "ALTER TABLE a ADD COLUMN y;"};
    library::migrate(database, file(), std::span(steps).first(1));
    QVERIFY(matching("library.sqlite3.backup").empty()); // there was nothing to lose
    database.exec("INSERT INTO a VALUES (7)");
    library::migrate(database, file(), steps);
    QCOMPARE(database.execAndGet("PRAGMA user_version").getInt(), 2);
    QCOMPARE(database.execAndGet("SELECT x FROM a WHERE y IS NULL").getInt(), 7);
    SQLite::Database backup(file().string() + ".backup-1");
    QCOMPARE(backup.execAndGet("PRAGMA user_version").getInt(), 1);
    QCOMPARE(backup.execAndGet("SELECT x FROM a").getInt(), 7);
}

void LibraryTest::failedMigrationChangesNothing() {
    SQLite::Database database(file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    const std::string_view steps[] = {
        "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);",
        "CREATE TABLE half (x); INSERT INTO nowhere VALUES (1);"};
    library::migrate(database, file(), std::span(steps).first(1));
    QVERIFY_EXCEPTION_THROWN(library::migrate(database, file(), steps), SQLite::Exception);
    QCOMPARE(database.execAndGet("PRAGMA user_version").getInt(), 1);
    QVERIFY(!database.tableExists("half"));
}

void LibraryTest::metricsOfTheFirstVersionStay() {
    {
        SQLite::Database database(file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        library::migrate(database, file(), library::migrations().first(1));
        const std::string spec = nlohmann::json(neural::RunSpec()).dump();
        database.exec("INSERT INTO run VALUES (1, 'old', 'finished', '" + spec +
                      "', '', 1, '', 1)");
        database.exec("INSERT INTO metric VALUES (1, 1, 3.5, NULL, 100, 0.25)");
    }
    Library library(path_);
    const auto metrics = library.runs().metrics(1);
    QCOMPARE(metrics.size(), std::size_t{1});
    QCOMPARE(metrics[0].trainingLoss, 3.5);
    QVERIFY(std::isnan(metrics[0].learningRate) && std::isnan(metrics[0].gradientNorm));
    QCOMPARE(metrics[0].predictions, std::uint64_t{0});
    QVERIFY(fs::exists(file().string() + ".backup-1"));
}

void LibraryTest::newerLibraryIsRefusedUntouched() {
    { Library library(path_); }
    {
        SQLite::Database database(file().string(), SQLite::OPEN_READWRITE);
        database.exec("PRAGMA user_version = 999");
        database.exec("UPDATE about SET value = '7.5.3' WHERE key = 'program'");
    }
    const std::string before = bytes(file());
    try {
        Library library(path_);
        QFAIL("a newer library was opened");
    } catch (const base::LibraryError& error) {
        QVERIFY(QString(error.what()).contains("7.5.3"));
    }
    QVERIFY(bytes(file()) == before);
    QVERIFY(matching("library.sqlite3.").empty());
}

void LibraryTest::otherProgramsDatabaseIsRefused() {
    {
        SQLite::Database database(file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        database.exec("CREATE TABLE theirs (x)");
    }
    QVERIFY_EXCEPTION_THROWN(Library{path_}, base::LibraryError);
}

void LibraryTest::garbageIsSetAside() {
    { Library(path_).corpora().add("old", {}); }
    std::ofstream(path_ / "models" / "1.ngm") << "counts";
    const std::string garbage(5000, 'g');
    std::ofstream(file(), std::ios::binary) << garbage;
    {
        Library library(path_);
        QVERIFY(library.notice());
        QVERIFY(library.corpora().list().empty());
        library.corpora().add("new", {});
    }
    const auto aside = matching("library.sqlite3.damaged-");
    QCOMPARE(aside.size(), 2U); // the database and its files
    QVERIFY(bytes(aside[0]) == garbage);
    QVERIFY(fs::exists(aside[1] / "models" / "1.ngm"));
    QVERIFY(QString::fromStdString(Library(path_).notice() ? "notice" : "").isEmpty());
    std::ofstream(file(), std::ios::binary) << garbage; // a second time in the same second
    QVERIFY(Library(path_).notice());
    QCOMPARE(matching("library.sqlite3.damaged-").size(), 4U);
}

/// Overwrites the first page of the conversations and of their order; the schema stays sound.
void LibraryTest::damageConversations() const {
    for (const char* name : {"conversation", "conversation_by_change"}) {
        std::int64_t page = 0;
        {
            SQLite::Database database(file().string());
            SQLite::Statement root(database, "SELECT rootpage FROM sqlite_schema WHERE name = ?");
            root.bind(1, name);
            QVERIFY(root.executeStep());
            page = root.getColumn(0).getInt64();
        }
        std::fstream damaged(file(), std::ios::in | std::ios::out | std::ios::binary);
        damaged.seekp(4096 * (page - 1));
        damaged << std::string(4096, '\xA5');
    }
}

void LibraryTest::flippedPagesAreSetAside() {
    {
        Library library(path_);
        for (int i = 0; i < 2000; ++i)
            library.conversations().add({0, "conversation " + std::to_string(i), 0, {}, 0, {}});
    }
    damageConversations();
    {
        Library library(path_); // opening is quick: it reads the schema alone
        QVERIFY_EXCEPTION_THROWN(library.conversations().list(), base::LibraryError);
    }
    Library library(path_); // but what a read stumbled over is looked at now
    QVERIFY(library.notice());
    QVERIFY(library.conversations().list().empty());
    QVERIFY(!matching("library.sqlite3.damaged-").empty());
}

void LibraryTest::damageIsNotSetAsideWhileOthersLook() {
    { Library(path_).corpora().add("fine", {}); }
    Library first(path_);
    std::ofstream(file().string() + ".suspect") << "\n";
    Library second(path_); // looked at, found sound
    QVERIFY(!second.notice());
    QVERIFY(!fs::exists(file().string() + ".suspect"));
    QCOMPARE(second.corpora().list().size(), 1U);
    damageConversations();
    std::ofstream(file().string() + ".suspect") << "\n";
    QVERIFY_EXCEPTION_THROWN(Library{path_}, base::LibraryError);
    QVERIFY(matching("library.sqlite3.damaged-").empty());
    QCOMPARE(first.corpora().list().size(), 1U);
}

void LibraryTest::threadsWriteTogether() {
    constexpr int each = 100;
    { Library library(path_); }
    const auto work = [this] {
        Library library(path_);
        for (int i = 0; i < each; ++i)
            library.corpora().add("same", {});
    };
    std::thread other(work);
    work();
    other.join();
    QCOMPARE(Library(path_).corpora().list().size(), 2U * each);
}

void LibraryTest::programsWriteAndOpenTogether() {
    constexpr int each = 50;
    std::vector<pid_t> processes; // they race for making the library too
    for (int i = 0; i < 4; ++i)
        processes.push_back(startProcess([this] {
            for (int i = 0; i < each; ++i)
                Library(path_).corpora().add("same", {});
            return true;
        }));
    for (const pid_t process : processes)
        QVERIFY(succeeded(process));
    Library library(path_);
    QVERIFY(!library.notice());
    QCOMPARE(library.corpora().list().size(), 4U * each);
    QVERIFY(library.corpora().findByName("same (200)"));
}

void LibraryTest::workLockIsExclusiveAndDiesWithItsProgram() {
    QVERIFY(!library::WorkLock::isHeld(path_, "run-1"));
    {
        const library::WorkLock lock(path_, "run-1");
        QVERIFY(library::WorkLock::isHeld(path_, "run-1"));
        QVERIFY(!library::WorkLock::isHeld(path_, "run-2"));
        QVERIFY_EXCEPTION_THROWN(library::WorkLock(path_, "run-1"), base::LibraryError);
        QVERIFY(
            succeeded(startProcess([this] { return library::WorkLock::isHeld(path_, "run-1"); })));
    }
    QVERIFY(!library::WorkLock::isHeld(path_, "run-1"));
    int ready[2];
    QCOMPARE(::pipe(ready), 0);
    const pid_t process = startProcess([&] {
        const library::WorkLock lock(path_, "run-3");
        const bool told = ::write(ready[1], "x", 1) == 1;
        ::pause();
        return told;
    });
    char told = 0;
    QCOMPARE(::read(ready[0], &told, 1), 1);
    QVERIFY(library::WorkLock::isHeld(path_, "run-3"));
    ::kill(process, SIGKILL);
    ::waitpid(process, nullptr, 0);
    QVERIFY(!library::WorkLock::isHeld(path_, "run-3"));
    ::close(ready[0]);
    ::close(ready[1]);
}

void LibraryTest::recoverTellsLivingFromDead() {
    Library library(path_);
    library::Run run;
    run.name = "dead";
    const auto dead = library.runs().add(run);
    std::unique_ptr<library::WorkLock> runLock;
    const auto living = library.runs().add(run, [&](std::int64_t id) {
        runLock = std::make_unique<library::WorkLock>(path_, "run-" + std::to_string(id));
    });
    const auto deadImport = library.corpora().add("dead", {});
    std::unique_ptr<library::WorkLock> importLock;
    const auto livingImport = library.corpora().add("living", {}, [&](std::int64_t id) {
        importLock = std::make_unique<library::WorkLock>(path_, "import-" + std::to_string(id));
    });
    library.recover();
    QVERIFY(library.runs().get(dead).state == library::RunState::Interrupted);
    QVERIFY(library.runs().get(living).state == library::RunState::Running);
    QVERIFY_EXCEPTION_THROWN(library.corpora().get(deadImport), base::InputError);
    QVERIFY(!library.corpora().get(livingImport).ready);
}

void LibraryTest::recoverCollectsGarbage() {
    Library library(path_);
    const pid_t gone = startProcess([] { return true; });
    QVERIFY(succeeded(gone));
    const auto dead = path_ / "models" / ("1.ngm.part-" + std::to_string(gone) + "-0");
    const auto alive = path_ / "models" / ("2.ngm.part-" + std::to_string(::getpid()) + "-0");
    for (const fs::path& path : {dead, alive, path_ / "tokens" / "nobody.tokens"})
        std::ofstream(path) << "x";
    library.recover();
    QVERIFY(!fs::exists(dead));
    QVERIFY(fs::exists(alive));
    QVERIFY(!fs::exists(path_ / "tokens" / "nobody.tokens"));
}

void LibraryTest::fullDiskLosesNothing() {
    { Library(path_).corpora().add("kept", {}); }
    QVERIFY(succeeded(startProcess([this] {
        Library library(path_);
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{64 * 1024, 64 * 1024};
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0)
            return false;
        int stored = 0;
        try {
            for (; stored < 10000; ++stored)
                library.corpora().add(std::string(500, 'n'), {});
        } catch (const base::FileError&) {
            return library.corpora().list().size() == static_cast<std::size_t>(stored) + 1;
        }
        return false;
    })));
    Library library(path_);
    QVERIFY(!library.notice());
    QVERIFY(library.corpora().findByName("kept"));
    library.corpora().add("room again", {});
}

void LibraryTest::unwritableFolderIsAFileError() {
    std::ofstream(path_ / "file") << "x";
    QVERIFY_EXCEPTION_THROWN(Library(path_ / "file" / "library"), base::FileError);
}

QTEST_APPLESS_MAIN(LibraryTest)
#include "tst_library.moc"
