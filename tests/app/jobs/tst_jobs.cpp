// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/job_manager.h"
#include "app/jobs/text.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <atomic>
#include <memory>
#include <new>
#include <thread>

using jobs::Job;
using jobs::JobManager;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 20'000; // milliseconds, for a loaded machine

/// Counts a job's three possible ends.
struct Ends {
    explicit Ends(Job* job)
        : finished(job, &Job::finished),
          cancelled(job, &Job::cancelled),
          failed(job, &Job::failed) {}
    int total() const {
        return static_cast<int>(finished.size() + cancelled.size() + failed.size());
    }
    QSignalSpy finished;
    QSignalSpy cancelled;
    QSignalSpy failed;
};

void workUntilStopped(base::Progress& progress, const std::stop_token& stop) {
    while (true) {
        progress.pausePoint(stop);
        base::throwIfStopped(stop);
        std::this_thread::sleep_for(1ms);
    }
}

} // namespace

class TestJobs : public QObject {
    Q_OBJECT

private slots:
    void handsResultOverBeforeFinished();
    void runsOffTheGuiThread();
    void announcesStartAndEnd();
    void failsWithTranslatedReason();
    void failsOnUnknownThrow();
    void failsWhereTheReceiverThrows();
    void stopCancels();
    void stopAfterTheEndChangesNothing();
    void taskMayFinishDespiteStop();
    void pausesAndGoesOn();
    void stopEndsAPause();
    void cannotPauseWithoutTheOption();
    void doesNotCallADeletedReceiver();
    void aMillionReportsAreFewSignals();
    void statusShowsFractionAndStage();
    void managerStopsItsJobsAtTheEnd();
    void finishedJobsAreDeletedInTime();
    void guiThreadStaysAlive();
};

void TestJobs::handsResultOverBeforeFinished() {
    JobManager manager;
    int result = 0;
    int resultAtFinish = 0;
    Job* job = manager.start(
        "Add", JobManager::NoOptions,
        [](base::Progress&, const std::stop_token&) { return 40 + 2; }, this,
        [&](int value) { result = value; });
    connect(job, &Job::finished, this, [&] { resultAtFinish = result; });
    const Ends ends(job);
    QCOMPARE(job->state(), Job::State::Running);
    QTRY_COMPARE_WITH_TIMEOUT(ends.finished.size(), 1, patience);
    QCOMPARE(resultAtFinish, 42);
    QCOMPARE(ends.total(), 1);
    QCOMPARE(job->state(), Job::State::Finished);
    QVERIFY(job->isOver());
    QVERIFY(manager.running().empty());
}

void TestJobs::runsOffTheGuiThread() {
    JobManager manager;
    QThread* doneThread = nullptr;
    std::thread::id workThread;
    Job* job = manager.start(
        "Where", JobManager::NoOptions,
        [&](base::Progress&, const std::stop_token&) { workThread = std::this_thread::get_id(); },
        this, [&] { doneThread = QThread::currentThread(); });
    QTRY_VERIFY_WITH_TIMEOUT(job->isOver(), patience);
    QVERIFY(workThread != std::this_thread::get_id());
    QCOMPARE(doneThread, QThread::currentThread());
}

void TestJobs::announcesStartAndEnd() {
    JobManager manager;
    QSignalSpy started(&manager, &JobManager::started);
    QSignalSpy ended(&manager, &JobManager::ended);
    Job* job = manager.start(
        "Announce", JobManager::Quiet, [](base::Progress&, const std::stop_token&) {}, this, [] {});
    QCOMPARE(started.size(), 1);
    QCOMPARE(manager.running(), std::vector<Job*>{job});
    QVERIFY(job->isQuiet());
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, patience);
}

void TestJobs::failsWithTranslatedReason() {
    JobManager manager;
    bool done = false;
    Job* job = manager.start(
        "Fail", JobManager::NoOptions,
        [](base::Progress&, const std::stop_token&) {
            throw base::FileError({"The file {0} is empty.", {"a.txt"}});
        },
        this, [&] { done = true; });
    const Ends ends(job);
    QTRY_COMPARE_WITH_TIMEOUT(ends.failed.size(), 1, patience);
    QCOMPARE(ends.failed.front().front().toString(), QString("The file a.txt is empty."));
    QCOMPARE(job->error(), QString("The file a.txt is empty."));
    QCOMPARE(job->state(), Job::State::Failed);
    QCOMPARE(ends.total(), 1);
    QVERIFY(!done);
    QVERIFY(jobs::describe(std::bad_alloc()).contains("memory"));
}

void TestJobs::failsOnUnknownThrow() {
    JobManager manager;
    Job* job = manager.start(
        "Throw", JobManager::NoOptions, [](base::Progress&, const std::stop_token&) { throw 7; },
        this, [] {});
    QTRY_COMPARE_WITH_TIMEOUT(job->state(), Job::State::Failed, patience);
    QVERIFY(!job->error().isEmpty());
}

void TestJobs::failsWhereTheReceiverThrows() {
    JobManager manager;
    Job* job = manager.start(
        "Done throws", JobManager::NoOptions, [](base::Progress&, const std::stop_token&) {}, this,
        [] { throw std::runtime_error("no place for the result"); });
    const Ends ends(job);
    QTRY_COMPARE_WITH_TIMEOUT(ends.failed.size(), 1, patience);
    QCOMPARE(job->error(), QString("no place for the result"));
    QCOMPARE(ends.total(), 1);
}

void TestJobs::stopCancels() {
    JobManager manager;
    bool done = false;
    Job* job =
        manager.start("Stop", JobManager::NoOptions, workUntilStopped, this, [&] { done = true; });
    const Ends ends(job);
    QTest::qWait(20);
    job->stop();
    job->stop();
    QVERIFY(job->isStopping());
    QTRY_COMPARE_WITH_TIMEOUT(ends.cancelled.size(), 1, patience);
    QTest::qWait(150);
    QCOMPARE(ends.total(), 1);
    QCOMPARE(job->state(), Job::State::Cancelled);
    QVERIFY(!done);
}

void TestJobs::stopAfterTheEndChangesNothing() {
    JobManager manager;
    Job* job = manager.start(
        "Over", JobManager::CanPause, [](base::Progress&, const std::stop_token&) {}, this, [] {});
    const Ends ends(job);
    QTRY_VERIFY_WITH_TIMEOUT(job->isOver(), patience);
    QSignalSpy states(job, &Job::stateChanged);
    job->stop();
    job->setPaused(true);
    QTest::qWait(20);
    QCOMPARE(states.size(), 0);
    QCOMPARE(ends.total(), 1);
    QCOMPARE(job->state(), Job::State::Finished);
}

void TestJobs::taskMayFinishDespiteStop() {
    JobManager manager; // as training does: a stop keeps what was learnt
    int result = 0;
    Job* job = manager.start(
        "Keep", JobManager::NoOptions,
        [](base::Progress&, const std::stop_token& stop) {
            while (!stop.stop_requested())
                std::this_thread::sleep_for(1ms);
            return 5;
        },
        this, [&](int value) { result = value; });
    const Ends ends(job);
    job->stop();
    QTRY_COMPARE_WITH_TIMEOUT(ends.finished.size(), 1, patience);
    QCOMPARE(result, 5);
    QCOMPARE(ends.total(), 1);
}

void TestJobs::pausesAndGoesOn() {
    JobManager manager;
    auto steps = std::make_shared<std::atomic<int>>(0);
    Job* job = manager.start(
        "Pause", JobManager::CanPause,
        [steps](base::Progress& progress, const std::stop_token& stop) {
            while (true) {
                progress.pausePoint(stop);
                base::throwIfStopped(stop);
                ++*steps;
                std::this_thread::sleep_for(1ms);
            }
        },
        this, [] {});
    QTRY_VERIFY_WITH_TIMEOUT(*steps > 3, patience);
    job->setPaused(true);
    QCOMPARE(job->state(), Job::State::Paused);
    QTest::qWait(50); // the step that was going on
    const int atPause = *steps;
    QTest::qWait(250);
    QCOMPARE(steps->load(), atPause);
    const double secondsAtPause = job->status().secondsSoFar;
    QTest::qWait(300);
    QVERIFY(job->status().secondsSoFar - secondsAtPause < 0.05);
    job->setPaused(false);
    QCOMPARE(job->state(), Job::State::Running);
    QTRY_VERIFY_WITH_TIMEOUT(*steps > atPause + 3, patience);
    job->stop();
    QTRY_VERIFY_WITH_TIMEOUT(job->isOver(), patience);
}

void TestJobs::stopEndsAPause() {
    JobManager manager;
    Job* job = manager.start("Stop a pause", JobManager::CanPause, workUntilStopped, this, [] {});
    const Ends ends(job);
    job->setPaused(true);
    QTest::qWait(50);
    QCOMPARE(ends.total(), 0);
    job->stop();
    QTRY_COMPARE_WITH_TIMEOUT(ends.cancelled.size(), 1, patience);
    QCOMPARE(ends.total(), 1);
}

void TestJobs::cannotPauseWithoutTheOption() {
    JobManager manager;
    Job* job = manager.start("No pause", JobManager::NoOptions, workUntilStopped, this, [] {});
    job->setPaused(true);
    QCOMPARE(job->state(), Job::State::Running);
    job->stop();
    QTRY_VERIFY_WITH_TIMEOUT(job->isOver(), patience);
}

void TestJobs::doesNotCallADeletedReceiver() {
    JobManager manager;
    auto receiver = std::make_unique<QObject>();
    std::atomic<bool> release = false;
    bool called = false;
    Job* job = manager.start(
        "Deaf", JobManager::NoOptions,
        [&](base::Progress&, const std::stop_token&) {
            while (!release)
                std::this_thread::sleep_for(1ms);
            return 1;
        },
        receiver.get(), [&](int) { called = true; });
    const Ends ends(job);
    receiver.reset();
    release = true;
    QTRY_COMPARE_WITH_TIMEOUT(ends.finished.size(), 1, patience);
    QVERIFY(!called);
}

void TestJobs::aMillionReportsAreFewSignals() {
    JobManager manager;
    Job* job = manager.start(
        "Talk", JobManager::NoOptions,
        [](base::Progress& progress, const std::stop_token&) {
            for (std::uint64_t i = 0; i < 1'000'000; ++i)
                progress.report({"Talking", i, 1'000'000});
        },
        this, [] {});
    QSignalSpy signalsSeen(job, &Job::statusChanged);
    QElapsedTimer clock;
    clock.start();
    QTRY_VERIFY_WITH_TIMEOUT(job->isOver(), patience);
    // Ten a second at most, and one for a timer that comes a little early.
    QVERIFY(signalsSeen.size() <= clock.elapsed() / 100 + 1);
    QCOMPARE(job->status().fraction, 999'999.0 / 1'000'000);
}

void TestJobs::statusShowsFractionAndStage() {
    JobManager manager;
    Job* job = manager.start(
        "Show", JobManager::NoOptions,
        [](base::Progress& progress, const std::stop_token& stop) {
            progress.report({{"Counting {0}", {"a.txt"}}, 3, 4});
            workUntilStopped(progress, stop);
        },
        this, [] {});
    QCOMPARE(job->status().fraction, -1.0);
    QTRY_COMPARE_WITH_TIMEOUT(job->status().fraction, 0.75, patience);
    QCOMPARE(jobs::translate(job->status().stage), QString("Counting a.txt"));
    job->stop();
    QTRY_VERIFY_WITH_TIMEOUT(job->isOver(), patience);
}

void TestJobs::managerStopsItsJobsAtTheEnd() {
    auto ended = std::make_shared<std::atomic<int>>(0);
    bool called = false;
    {
        JobManager manager;
        for (int i = 0; i < 4; ++i) {
            Job* job = manager.start(
                "Endless", JobManager::CanPause,
                [ended](base::Progress& progress, const std::stop_token& stop) {
                    try {
                        workUntilStopped(progress, stop);
                    } catch (...) {
                        ++*ended;
                        throw;
                    }
                },
                this, [&] { called = true; });
            job->setPaused(i % 2 == 0);
        }
    }
    QCOMPARE(ended->load(), 4);
    QTest::qWait(20);
    QVERIFY(!called);
}

void TestJobs::finishedJobsAreDeletedInTime() {
    JobManager manager;
    // The first to end, which on a loaded machine may be any of them.
    QPointer<Job> first;
    bool hasEnded = false;
    connect(&manager, &JobManager::ended, this, [&](Job* job) {
        if (!hasEnded)
            first = job;
        hasEnded = true;
    });
    for (int i = 0; i < 80; ++i)
        manager.start(
            "Short", JobManager::Quiet, [](base::Progress&, const std::stop_token&) {}, this,
            [] {});
    QTRY_VERIFY_WITH_TIMEOUT(manager.running().empty(), patience);
    QVERIFY(hasEnded);
    QTRY_VERIFY_WITH_TIMEOUT(!first, patience);
}

void TestJobs::guiThreadStaysAlive() {
    JobManager manager;
    qint64 longest = 0;
    QElapsedTimer since;
    QTimer heartbeat;
    connect(&heartbeat, &QTimer::timeout, this,
            [&] { longest = std::max(longest, since.restart()); });
    since.start();
    heartbeat.start(5);
    Job* job = manager.start(
        "Work hard", JobManager::NoOptions,
        [](base::Progress& progress, const std::stop_token& stop) {
            const auto end = std::chrono::steady_clock::now() + 1s;
            for (std::uint64_t i = 0; std::chrono::steady_clock::now() < end; ++i) {
                progress.report({{"Working on {0}", {std::to_string(i)}}, i, 0});
                base::throwIfStopped(stop);
            }
        },
        this, [] {});
    QTRY_VERIFY_WITH_TIMEOUT(job->isOver(), patience);
    // The work takes a second: a GUI thread that waited for it would show in full. Generous,
    // because other programs may keep both processors busy.
    QVERIFY2(longest < 500, qPrintable(QString("longest gap %1 ms").arg(longest)));
}

QTEST_MAIN(TestJobs)
#include "tst_jobs.moc"
