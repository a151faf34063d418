// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/job_manager.h"
#include "app/jobs/relay.h"
#include "app/jobs/text.h"
#include "app/jobs/time_left.h"

#include <QLocale>
#include <QTest>

#include <algorithm>
#include <vector>

using jobs::Job;
using jobs::JobManager;

namespace {

constexpr int patience = 20'000; // milliseconds, for a loaded machine

} // namespace

class TestJobReports : public QObject {
    Q_OBJECT

private slots:
    void relayDeliversInBatches();
    void timeLeftIsSteady();
    void timeLeftBeginsAnewWithAStage();
    void durationsAreReadable();
};

void TestJobReports::relayDeliversInBatches() {
    JobManager manager;
    std::vector<int> received;
    int batches = 0;
    const jobs::Relay<int> relay(this, [&](std::vector<int> values) {
        ++batches;
        received.insert(received.end(), values.begin(), values.end());
    });
    Job* job = manager.start(
        "Relay", JobManager::NoOptions,
        [relay](base::Progress&, const std::stop_token&) {
            for (int i = 0; i < 10'000; ++i)
                relay.push(i);
        },
        this, [relay] { relay.flush(); });
    QTRY_VERIFY_WITH_TIMEOUT(job->isOver(), patience);
    QCOMPARE(received.size(), std::size_t(10'000));
    QVERIFY(std::is_sorted(received.begin(), received.end()));
    QVERIFY(batches < 100);
}

void TestJobReports::timeLeftIsSteady() {
    jobs::TimeLeft timeLeft;
    QVERIFY(timeLeft.update(0, 0) < 0); // too early
    double left = -1;
    for (int tick = 1; tick <= 300; ++tick) // one percent a second, reported in bursts
        left = timeLeft.update(0.1 * tick, 0.05 * (tick / 50));
    QVERIFY2(left > 50 && left < 95, qPrintable(QString::number(left))); // 70 at an even pace
    QVERIFY(timeLeft.update(31, -1) < 0);
}

void TestJobReports::timeLeftBeginsAnewWithAStage() {
    jobs::TimeLeft timeLeft;
    for (int tick = 0; tick <= 50; ++tick)
        timeLeft.update(0.1 * tick, 0.02 * tick);
    QVERIFY(timeLeft.update(5.1, 0.0) < 0);
    double left = -1;
    for (int tick = 1; tick <= 20; ++tick)
        left = timeLeft.update(5.1 + 0.1 * tick, 0.001 * tick);
    QVERIFY2(left > 90 && left < 105, qPrintable(QString::number(left))); // 0.01 a second: 98
}

void TestJobReports::durationsAreReadable() {
    QLocale::setDefault(QLocale::c());
    QCOMPARE(jobs::formatDuration(0.4), QString("0.4 s"));
    QCOMPARE(jobs::formatDuration(12.4), QString("12 s"));
    QCOMPARE(jobs::formatDuration(59.6), QString("1 min 0 s"));
    QCOMPARE(jobs::formatDuration(200), QString("3 min 20 s"));
    QCOMPARE(jobs::formatDuration(3900), QString("1 h 05 min"));
}

QTEST_MAIN(TestJobReports)
#include "tst_job_reports.moc"
