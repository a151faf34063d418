// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/blas_choice.h"
#include "core/neural/compute/blas_library.h"
#include "core/neural/compute/blas_timer.h"
#include "core/neural/compute/machine_load.h"

#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <dlfcn.h>
#include <fstream>
#include <initializer_list>
#include <string>
#include <thread>
#include <vector>

using namespace neural;
namespace fs = std::filesystem;

namespace {

constexpr double always = 2;   ///< no others are too many
constexpr double never = -0.1; ///< nor few enough

/// A folder where the loader looks, as Debian's: the builds in folders of their own, one of them
/// linked to as the loader's own.
class Machine {
public:
    Machine(const std::string& own, std::initializer_list<std::string> others) {
        add(own);
        for (const std::string& other : others)
            add(other);
        fs::create_symlink(libraryOf(own), folder() / "libblas.so.3");
        search.folders = {folder() / "nowhere", folder()};
        search.timing = timing();
        search.memory = folder() / "cache" / "blas.json";
        search.machine = "a machine";
        search.mostOthers = always;
        search.limit = 30; // whatever else the machine does
    }

    fs::path folder() const { return folder_.path().toStdString(); }
    fs::path libraryOf(const std::string& kind) const {
        return fs::canonical(folder()) / kind / "libblas.so.3";
    }
    std::vector<fs::path> librariesOf(std::initializer_list<std::string> kinds) const {
        std::vector<fs::path> libraries;
        for (const std::string& kind : kinds)
            libraries.push_back(libraryOf(kind));
        return libraries;
    }

    /// Changes nothing but when it was last changed.
    void update(const std::string& kind) const {
        fs::last_write_time(libraryOf(kind),
                            fs::last_write_time(libraryOf(kind)) + std::chrono::seconds(10));
    }
    /// From here on builds are truly timed, however busy the machine is.
    void timeTruly() { search.timing = BLAS_TIMING; }
    /// From here on what is measured would fail.
    void loseTiming() { search.timing = "/nowhere"; }

    BlasSearch search;

private:
    /// Tells times instead of taking them: what is chosen does not depend on the machine's mood.
    fs::path timing() const {
        const fs::path script = folder() / "timing.sh";
        std::ofstream(script) << R"(#!/bin/sh
case $1 in
*/fast/*) echo 0.1 0.2 ;;
*/slow/*) echo 0.5 1.0 ;;
*/alike/*) echo 0.48 0.96 ;;
*) exit 1 ;;
esac
)";
        fs::permissions(script, fs::perms::owner_all);
        return script;
    }

    void add(const std::string& kind) const {
        fs::create_directory(folder() / kind);
        fs::copy_file(fs::path(FAKE_BLAS) / kind / "libblas.so.3", libraryOf(kind));
    }

    QTemporaryDir folder_;
};

} // namespace

class TestBlasChoice : public QObject {
    Q_OBJECT
private slots:
    void buildsAreFoundOnceEach();
    void oneBuildIsNoChoice();
    void quickestIsChosen();
    void brokenBuildsAreLeftOut();
    void ownIsKeptWhereNoneIsClearlyQuicker();
    void choiceIsRemembered();
    void whatHasChangedIsMeasuredAgain();
    void damagedMemoryIsMeasuredAgain();
    void namedIsNotMeasured();
    void busyMachineIsNotMeasured();
    void buildThatHangsIsGivenUp();
    void buildIsTimedInBothLayouts();
    void othersAreWhoIsNotUs();
    void openBlasIsToldByItsKind_data();
    void openBlasIsToldByItsKind();
    void openedIsFoundByItsName();
};

void TestBlasChoice::buildsAreFoundOnceEach() {
    const Machine machine("slow", {"fast", "crashing"});
    fs::create_directory_symlink(machine.folder() / "fast", machine.folder() / "alias");
    fs::create_directory(machine.folder() / "empty");
    QCOMPARE(findBlasBuilds(machine.search), machine.librariesOf({"slow", "fast", "crashing"}));
    // The one that the loader finds first, whatever later folders hold.
    BlasSearch nowhere;
    nowhere.folders = {machine.folder() / "nowhere"};
    QVERIFY(findBlasBuilds(nowhere).empty());
    QVERIFY(findBlasBuilds({}).empty());
}

void TestBlasChoice::oneBuildIsNoChoice() {
    Machine machine("slow", {});
    const BlasChoice choice = chooseBlas(machine.search);
    QCOMPARE(choice.reason, BlasReason::NoOther);
    QVERIFY(choice.library.empty());
    QVERIFY(!choice.builds.front().seconds);
    QVERIFY(!fs::exists(machine.search.memory));
}

void TestBlasChoice::quickestIsChosen() {
    const Machine machine("slow", {"fast", "crashing", "without"});
    const BlasChoice choice = chooseBlas(machine.search);
    QCOMPARE(choice.reason, BlasReason::Measured);
    QCOMPARE(choice.library, machine.libraryOf("fast"));
    QCOMPARE(choice.builds.size(), std::size_t{4});
    for (const BlasBuild& build : choice.builds) {
        const std::string kind = build.library.parent_path().filename().string();
        QCOMPARE(build.seconds.has_value(), kind == "slow" || kind == "fast");
    }
    QCOMPARE(choice.builds.front().library, machine.libraryOf("slow"));
    // Where the loader's own cannot be used, any other is better.
    const Machine broken("crashing", {"slow"});
    QCOMPARE(chooseBlas(broken.search).library, broken.libraryOf("slow"));
}

void TestBlasChoice::brokenBuildsAreLeftOut() {
    Machine machine("slow", {"fast", "crashing", "without"});
    machine.timeTruly();
    const BlasChoice choice = chooseBlas(machine.search);
    QCOMPARE(choice.reason, BlasReason::Measured);
    for (const BlasBuild& build : choice.builds) {
        const std::string kind = build.library.parent_path().filename().string();
        QCOMPARE(build.seconds.has_value(), kind == "slow" || kind == "fast");
    }
}

void TestBlasChoice::ownIsKeptWhereNoneIsClearlyQuicker() {
    const Machine machine("slow", {"alike"});
    const BlasChoice choice = chooseBlas(machine.search);
    QCOMPARE(choice.reason, BlasReason::Measured);
    QVERIFY(choice.library.empty());
    QVERIFY(choice.builds.back().seconds);
    const Machine fast("fast", {"slow"});
    QVERIFY(chooseBlas(fast.search).library.empty());
}

void TestBlasChoice::choiceIsRemembered() {
    Machine machine("slow", {"fast", "crashing"});
    const BlasChoice measured = chooseBlas(machine.search);
    QCOMPARE(measured.reason, BlasReason::Measured);
    machine.loseTiming();
    const BlasChoice remembered = chooseBlas(machine.search);
    QCOMPARE(remembered.reason, BlasReason::Remembered);
    QCOMPARE(remembered.library, machine.libraryOf("fast"));
    QVERIFY(remembered.builds == measured.builds);
    // Where it cannot be written it is measured each time.
    Machine readOnly("slow", {"fast"});
    std::ofstream(readOnly.folder() / "cache") << "a file, where a folder should be";
    QCOMPARE(chooseBlas(readOnly.search).library, readOnly.libraryOf("fast"));
    QCOMPARE(chooseBlas(readOnly.search).reason, BlasReason::Measured);
}

void TestBlasChoice::whatHasChangedIsMeasuredAgain() {
    Machine machine("slow", {"fast"});
    chooseBlas(machine.search);
    BlasSearch elsewhere = machine.search;
    elsewhere.machine = "another machine";
    QCOMPARE(chooseBlas(elsewhere).reason, BlasReason::Measured);
    QCOMPARE(chooseBlas(machine.search).reason, BlasReason::Remembered); // both are
    machine.update("fast");
    QCOMPARE(chooseBlas(machine.search).reason, BlasReason::Measured);
    QCOMPARE(chooseBlas(machine.search).reason, BlasReason::Remembered);
    fs::remove_all(machine.folder() / "fast");
    QCOMPARE(chooseBlas(machine.search).reason, BlasReason::NoOther);
}

void TestBlasChoice::damagedMemoryIsMeasuredAgain() {
    const Machine machine("slow", {"fast"});
    chooseBlas(machine.search);
    std::ofstream(machine.search.memory) << "{";
    QCOMPARE(chooseBlas(machine.search).reason, BlasReason::Measured);
    // Under the right key, but nothing that was ever written.
    nlohmann::json memory = nlohmann::json::parse(std::ifstream(machine.search.memory));
    for (auto& entry : memory)
        entry = {{{"library", 1}}, {{"together", "long"}}};
    std::ofstream(machine.search.memory) << memory;
    QCOMPARE(chooseBlas(machine.search).reason, BlasReason::Measured);
}

void TestBlasChoice::namedIsNotMeasured() {
    Machine machine("slow", {"fast"});
    machine.search.named = "/somewhere/libblas.so.3";
    const BlasChoice named = chooseBlas(machine.search);
    QCOMPARE(named.reason, BlasReason::Named);
    QCOMPARE(named.library, fs::path("/somewhere/libblas.so.3"));
    machine.search.named = "default";
    const BlasChoice own = chooseBlas(machine.search);
    QCOMPARE(own.reason, BlasReason::Named);
    QVERIFY(own.library.empty());
    QVERIFY(!fs::exists(machine.search.memory));
}

void TestBlasChoice::busyMachineIsNotMeasured() {
    Machine machine("slow", {"fast"});
    machine.search.mostOthers = never;
    const BlasChoice choice = chooseBlas(machine.search);
    QCOMPARE(choice.reason, BlasReason::Busy);
    QVERIFY(choice.library.empty());
    QVERIFY(!choice.builds.back().seconds);
    QVERIFY(!fs::exists(machine.search.memory));
    // What was measured before holds.
    machine.search.mostOthers = always;
    chooseBlas(machine.search);
    machine.search.mostOthers = never;
    QCOMPARE(chooseBlas(machine.search).library, machine.libraryOf("fast"));
}

void TestBlasChoice::buildThatHangsIsGivenUp() {
    Machine machine("slow", {"hanging"});
    machine.timeTruly();
    machine.search.limit = 1;
    const auto start = std::chrono::steady_clock::now();
    const BlasChoice choice = chooseBlas(machine.search);
    QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(40)); // not a minute
    QVERIFY(choice.library.empty());
    QVERIFY(!choice.builds.back().seconds);
}

void TestBlasChoice::buildIsTimedInBothLayouts() {
    // It sleeps at least so long, whatever else the machine does.
    const Machine machine("slow", {});
    const auto seconds = timeBlas(BLAS_TIMING, machine.libraryOf("slow"), 30);
    QVERIFY(seconds);
    QVERIFY(seconds->sideBySide >= 0.002);
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    QVERIFY(seconds->together >= 0.002 * cores);
    QVERIFY(!timeBlas("/nowhere", machine.libraryOf("slow"), 5));
    QVERIFY(!timeBlas(BLAS_TIMING, "/nowhere", 5));
}

void TestBlasChoice::othersAreWhoIsNotUs() {
    QCOMPARE(othersShare({10, 4, 1}, {20, 9, 4}), 0.2);
    QCOMPARE(othersShare({10, 4, 1}, {20, 9, 7}), 0.0); // the clocks differ a little
    QCOMPARE(othersShare({}, {}), 0.0);                 // the system does not tell
    const CoreSeconds before = coreSeconds();
    const auto start = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - start < std::chrono::milliseconds(200)) {
    }
    const CoreSeconds after = coreSeconds();
    QVERIFY(after.own > before.own);
    QVERIFY(after.all >= before.all);
}

void TestBlasChoice::openBlasIsToldByItsKind_data() {
    QTest::addColumn<std::string>("kind");
    QTest::addColumn<std::string>("name");
    QTest::addColumn<unsigned>("threads"); // before any are set
    QTest::addColumn<unsigned>("set");
    const auto row = [](const char* kind, const char* name, unsigned threads, unsigned set) {
        QTest::newRow(kind) << std::string(kind) << std::string(name) << threads << set;
    };
    row("serial", "OpenBLAS 0.3.99 (serial, Narrow)", 1, 1);
    row("pthreads", "OpenBLAS 0.3.99 (pthreads, Narrow)", 7, 3);
    row("openmp", "OpenBLAS 0.3.99 (OpenMP, Narrow)", 8, 3);
}

void TestBlasChoice::openBlasIsToldByItsKind() {
    QFETCH(std::string, kind);
    QFETCH(unsigned, threads);
    QFETCH(unsigned, set);
    const fs::path file = fs::path(FAKE_BLAS) / kind / "libblas.so.3";
    void* handle = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    QVERIFY(handle);
    const BlasLibrary blas(handle);
    QVERIFY(blas.sgemm());
    QTEST(blas.name(), "name");
    QCOMPARE(blas.threads(), threads);
    QCOMPARE(blas.setThreads(3), set);
    QCOMPARE(blas.threads(), set);
}

/// Last of all: what was opened stays.
void TestBlasChoice::openedIsFoundByItsName() {
    QVERIFY(!BlasLibrary().sgemm());
    QCOMPARE(BlasLibrary().name(), std::string());
    QCOMPARE(BlasLibrary().setThreads(4), 1U);
    QVERIFY(openBlas("/nowhere/libblas.so.3").find("/nowhere") != std::string::npos);
    const fs::path fast = fs::path(FAKE_BLAS) / "fast";
    QCOMPARE(openBlas(fast / "libblas.so.3"), std::string());
    const BlasLibrary opened;
    QVERIFY(opened.sgemm());
    QCOMPARE(opened.name(), "BLAS of " + fast.string());
    QCOMPARE(opened.setThreads(4), 1U);
    QVERIFY2(usualBlasSearch("").folders.empty(), "there is nothing left to choose");
}

QTEST_APPLESS_MAIN(TestBlasChoice)
#include "tst_blas_choice.moc"
