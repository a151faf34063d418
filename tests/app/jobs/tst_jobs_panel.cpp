// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/job_manager.h"
#include "app/jobs/job_row.h"
#include "app/jobs/jobs_panel.h"
#include "tests/app/support/accessibility.h"

#include <QLabel>
#include <QProgressBar>
#include <QTest>
#include <QToolButton>

#include <chrono>
#include <thread>

using jobs::Job;
using jobs::JobManager;
using jobs::JobRow;
using jobs::JobsPanel;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 20'000; // milliseconds, for a loaded machine

void workUntilStopped(base::Progress& progress, const std::stop_token& stop) {
    while (true) {
        progress.report({"Counting", 1, 4});
        progress.pausePoint(stop);
        base::throwIfStopped(stop);
        std::this_thread::sleep_for(1ms);
    }
}

QToolButton* button(const QWidget& panel, const QString& text) {
    for (auto* candidate : panel.findChildren<QToolButton*>()) {
        if (candidate->text() == text && !candidate->isHidden())
            return candidate;
    }
    return nullptr;
}

bool showsText(const QWidget& panel, const QString& text) {
    for (const auto* label : panel.findChildren<QLabel*>()) {
        if (label->isVisible() && label->text() == text)
            return true;
    }
    return false;
}

} // namespace

class TestJobsPanel : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void isHiddenWithoutJobs();
    void showsTitleStageAndProgress();
    void stopButtonStops();
    void pauseButtonPausesAndResumes();
    void failureStaysUntilDismissed();
    void quietJobsDoNotShow();
    void everythingHasAName();

private:
    Job* startEndless(int options) {
        return manager_->start("Import names", options, workUntilStopped, this, [] {});
    }

    std::unique_ptr<JobManager> manager_;
    std::unique_ptr<QWidget> window_;
    JobsPanel* panel_ = nullptr;
};

void TestJobsPanel::init() {
    manager_ = std::make_unique<JobManager>();
    window_ = std::make_unique<QWidget>();
    window_->resize(900, 120);
    panel_ = new JobsPanel(*manager_, window_.get());
    panel_->resize(900, 60);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
}

void TestJobsPanel::cleanup() {
    window_.reset();
    manager_.reset();
}

void TestJobsPanel::isHiddenWithoutJobs() {
    QVERIFY(panel_->isHidden());
    Job* job = startEndless(JobManager::NoOptions);
    QTRY_VERIFY_WITH_TIMEOUT(panel_->isVisible(), patience);
    job->stop();
    QTRY_VERIFY_WITH_TIMEOUT(panel_->isHidden(), patience);
}

void TestJobsPanel::showsTitleStageAndProgress() {
    startEndless(JobManager::NoOptions);
    QTRY_VERIFY_WITH_TIMEOUT(showsText(*panel_, "Import names"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(showsText(*panel_, "Counting"), patience);
    const auto* bar = panel_->findChild<QProgressBar*>();
    QCOMPARE(bar->value() * 4, bar->maximum());
    QVERIFY(button(*panel_, "Pause") == nullptr);
}

void TestJobsPanel::stopButtonStops() {
    Job* job = startEndless(JobManager::NoOptions);
    QTRY_VERIFY_WITH_TIMEOUT(panel_->isVisible(), patience);
    QTest::mouseClick(button(*panel_, "Stop"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(job->state(), Job::State::Cancelled, patience);
    QVERIFY(panel_->isHidden());
}

void TestJobsPanel::pauseButtonPausesAndResumes() {
    Job* job = startEndless(JobManager::CanPause);
    QTRY_VERIFY_WITH_TIMEOUT(panel_->isVisible(), patience);
    QTest::mouseClick(button(*panel_, "Pause"), Qt::LeftButton);
    QCOMPARE(job->state(), Job::State::Paused);
    QVERIFY(showsText(*panel_, "Import names (paused)"));
    QTest::mouseClick(button(*panel_, "Resume"), Qt::LeftButton);
    QCOMPARE(job->state(), Job::State::Running);
    QVERIFY(showsText(*panel_, "Import names"));
}

void TestJobsPanel::failureStaysUntilDismissed() {
    manager_->start(
        "Import a.txt", JobManager::NoOptions,
        [](base::Progress&, const std::stop_token&) {
            throw base::FileError({"The file {0} is empty.", {"a.txt"}});
        },
        this, [] {});
    QTRY_VERIFY_WITH_TIMEOUT(panel_->isVisible(), patience);
    QVERIFY(showsText(*panel_, "The file a.txt is empty."));
    QVERIFY(panel_->showsError("The file a.txt is empty."));
    QVERIFY(button(*panel_, "Stop") == nullptr);
    QTest::qWait(400);
    QVERIFY(panel_->isVisible());
    QTest::mouseClick(button(*panel_, "Dismiss"), Qt::LeftButton);
    QVERIFY(panel_->isHidden());
    QVERIFY(!panel_->showsError("The file a.txt is empty."));
}

void TestJobsPanel::quietJobsDoNotShow() {
    startEndless(JobManager::Quiet);
    QTest::qWait(500);
    QVERIFY(panel_->isHidden());
    QVERIFY(panel_->findChildren<JobRow*>().isEmpty());
}

void TestJobsPanel::everythingHasAName() {
    startEndless(JobManager::CanPause);
    QTRY_VERIFY_WITH_TIMEOUT(panel_->isVisible(), patience);
    for (const auto* toolButton : panel_->findChildren<QToolButton*>())
        QVERIFY(!toolButton->accessibleName().isEmpty());
    QCOMPARE(support::unnamedWidgets(*window_), QStringList());
}

QTEST_MAIN(TestJobsPanel)
#include "tst_jobs_panel.moc"
