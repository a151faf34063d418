// SPDX-License-Identifier: GPL-3.0-or-later
// A real network, trained through the page.
#include "app/plot/curve_plot.h"
#include "app/training/live_runs.h"
#include "app/training/rate_dialog.h"
#include "app/training/sample_scrubber.h"
#include "app/training/training_page.h"
#include "app/window/workspace.h"
#include "core/library/corpus_store.h"
#include "core/library/run_store.h"
#include "core/tasks/import_corpus.h"
#include "tests/app/support/accessibility.h"

#include <QDialog>
#include <QElapsedTimer>
#include <QFile>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <fstream>

using library::RunState;
using training::TrainingPage;

namespace {

constexpr int patience = 60'000; // ms; loading LibTorch on a busy machine is slow

} // namespace

class LiveTrainingTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        if (!QFile::exists(qEnvironmentVariable("NGRAMOPHONE_NEURAL_MODULE")))
            QSKIP("The neural module is not there");
        const auto text = std::filesystem::path(folder_.path().toStdString()) / "rhyme.txt";
        std::ofstream out(text);
        for (int i = 0; i < 200; ++i)
            out << "the cat sat on the mat and the dog ran to the log\n";
        out.close();
        workspace_ = std::make_unique<window::Workspace>(folder_.path().toStdString() + "/lib");
        base::NoProgress progress;
        tasks::ImportRequest request;
        request.library = workspace_->folder();
        request.paths = {text};
        tasks::importCorpus(request, {}, progress, {});
    }

    void runIsStartedPausedResumedAndStopped() {
        showPage();
        type("steps", "1000000");
        type("validationInterval", "50");
        child<QLineEdit>("name")->setText("long");

        // The longest time for which the GUI thread did not answer.
        QElapsedTimer since;
        qint64 longest = 0;
        QTimer heartbeat;
        connect(&heartbeat, &QTimer::timeout, this,
                [&] { longest = std::max(longest, since.restart()); });
        since.start();
        heartbeat.start(5);

        QTest::mouseClick(child<QPushButton>("start"), Qt::LeftButton);
        auto* plot = child<plot::CurvePlot>("curves");
        QTRY_VERIFY_WITH_TIMEOUT(plot->seriesCount() == 2 && plot->points(0).size() > 60, patience);
        heartbeat.stop();
        QVERIFY2(longest < 1000, qPrintable(QString::number(longest)));
        QVERIFY(child<QLabel>("status")->text().contains("tokens/s"));
        QVERIFY(child<QLabel>("status")->text().contains("left"));

        QTest::mouseClick(child<QPushButton>("pause"), Qt::LeftButton);
        QTRY_VERIFY(child<QLabel>("status")->text().contains("paused"));
        QTest::qWait(300); // what was on its way arrives
        const auto paused = plot->points(0).size();
        QTest::qWait(300);
        QCOMPARE(plot->points(0).size(), paused);
        QTest::mouseClick(child<QPushButton>("pause"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(plot->points(0).size() > paused, patience);

        // A page that is made anew finds the run where it is.
        showPage();
        plot = child<plot::CurvePlot>("curves");
        QTRY_VERIFY_WITH_TIMEOUT(plot->seriesCount() == 2 && plot->points(0).size() > paused,
                                 patience);
        QTest::mouseClick(child<QPushButton>("stop"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(onlyRun().state == RunState::Stopped, patience);
        QTRY_VERIFY(child<QPushButton>("chat")->isEnabled());
        QTRY_COMPARE(plot->points(0).size(), std::size_t(onlyRun().step));
        // No step is missing and none is there twice.
        for (std::size_t i = 0; i < plot->points(0).size(); ++i)
            QCOMPARE(plot->points(0)[i].x, double(i + 1));
    }

    void stoppedRunIsContinued() {
        const auto before = onlyRun().step;
        QTRY_VERIFY(child<QPushButton>("continue")->isEnabled());
        QTest::mouseClick(child<QPushButton>("continue"), Qt::LeftButton);
        auto* dialog = page_->findChild<QInputDialog*>("continueDialog");
        QVERIFY(dialog);
        dialog->setIntValue(static_cast<int>(before) + 40);
        QTest::keyClick(dialog->findChild<QSpinBox*>(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(onlyRun().state, RunState::Finished, patience);
        QCOMPARE(onlyRun().step, before + 40);
        const auto* plot = child<plot::CurvePlot>("curves");
        QTRY_COMPARE(plot->points(0).size(), std::size_t(before + 40));
    }

    void chatIsAskedFor() {
        QSignalSpy asked(workspace_.get(), &window::Workspace::chatRequested);
        QTest::mouseClick(child<QPushButton>("chat"), Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
    }

    void escapeStopsWhatTrains() {
        type("steps", "1000000");
        QTest::mouseClick(child<QPushButton>("start"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(workspace_->library().runs().list().size(), 2U, patience);
        QVERIFY(page_->stopWork());
        QTRY_VERIFY_WITH_TIMEOUT(!page_->stopWork(), patience);
        QVERIFY(workspace_->library().runs().list().front().state != RunState::Running);
    }

    void samplesComeAsItTrains() {
        type("steps", "1000000");
        type("sampleInterval", "20");
        QTest::mouseClick(child<QPushButton>("start"), Qt::LeftButton);
        auto* slider = child<QSlider>("sample");
        // Until then it shows what an earlier run said.
        const auto* scrubber = page_->findChild<training::SampleScrubber*>();
        QTRY_COMPARE_WITH_TIMEOUT(workspace_->library().runs().list().size(), 3U, patience);
        const auto run = workspace_->library().runs().list().front().id;
        QTRY_VERIFY_WITH_TIMEOUT(scrubber->run() == run && slider->isVisible(), patience);
        // At the end it stays with the last.
        QTRY_VERIFY_WITH_TIMEOUT(slider->maximum() > 3 && slider->value() == slider->maximum(),
                                 patience);
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Home);
        QCOMPARE(child<QLabel>("samplePlace")->text(), QString("step 0"));
        const int before = slider->maximum();
        QTRY_VERIFY_WITH_TIMEOUT(slider->maximum() > before, patience);
        QCOMPARE(slider->value(), 0); // who looks at an old one is left with it
        QVERIFY(page_->stopWork());
        QTRY_VERIFY_WITH_TIMEOUT(!page_->stopWork(), patience);
        type("sampleInterval", "0");
    }

    void runStopsEarly() {
        type("steps", "5000");
        type("validationInterval", "10");
        type("patience", "2");
        auto* least = child<QDoubleSpinBox>("minImprovement");
        QVERIFY(least->isVisibleTo(page_.get()));
        least->setValue(50);
        QTest::mouseClick(child<QPushButton>("start"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(onlyRun().state, RunState::StoppedEarly, patience);
        QCOMPARE(onlyRun().step, std::uint64_t{20});
        QTRY_VERIFY(child<QLabel>("status")->text().contains("stopped early"));
        QVERIFY(child<QPushButton>("continue")->isEnabled());
        type("patience", "0");
        QVERIFY(!least->isVisibleTo(page_.get()));
    }

    void learningRateIsFound() {
        const auto runs = workspace_->library().runs().list().size();
        QTest::mouseClick(child<QPushButton>("findRate"), Qt::LeftButton);
        auto* dialog = page_->findChild<training::RateDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        QCOMPARE(support::unnamedWidgets(*dialog), QStringList());
        dialog->findChild<QSpinBox*>("rateSteps")->setValue(80);
        auto* use = dialog->findChild<QPushButton*>("useRate");
        auto* curve = dialog->findChild<plot::CurvePlot*>("rateCurve");
        QVERIFY(!use->isEnabled());
        QTest::mouseClick(dialog->findChild<QPushButton*>("startRates"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(use->isEnabled(), patience);
        QCOMPARE(curve->seriesCount(), 2); // as measured, and smoothed
        QVERIFY(curve->points(0).size() > 30);
        QVERIFY(curve->marker());
        QVERIFY(dialog->findChild<QLabel*>("rateSaid")->text().contains("most steeply"));
        // Another one can be chosen.
        auto* rate = dialog->findChild<QDoubleSpinBox*>("chosenRate");
        rate->setValue(0.0125);
        QCOMPARE(curve->marker(), std::optional(0.0125));
        QTest::mouseClick(use, Qt::LeftButton);
        QCOMPARE(child<QDoubleSpinBox>("learningRate")->value(), 0.0125);
        QCOMPARE(workspace_->library().runs().list().size(), runs); // no run was made
    }

    void rateTestIsStopped() {
        QTest::mouseClick(child<QPushButton>("findRate"), Qt::LeftButton);
        QPointer<training::RateDialog> dialog = page_->findChild<training::RateDialog*>();
        QTRY_VERIFY(dialog && dialog->isVisible());
        dialog->findChild<QSpinBox*>("rateSteps")->setValue(100'000);
        auto* start = dialog->findChild<QPushButton*>("startRates");
        auto* curve = dialog->findChild<plot::CurvePlot*>("rateCurve");
        QTest::mouseClick(start, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(curve->seriesCount() == 2, patience);
        QTest::mouseClick(start, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(dialog->findChild<QLabel*>("rateSaid")->text(),
                                  QString("Stopped."), patience);
        QVERIFY(!dialog->findChild<QPushButton*>("useRate")->isEnabled());
        QTest::mouseClick(start, Qt::LeftButton); // again, and closed while it runs
        QTRY_VERIFY_WITH_TIMEOUT(curve->seriesCount() == 2, patience);
        dialog->close();
        QTRY_VERIFY(!dialog);
    }

    void cleanupTestCase() {
        page_.reset();
        workspace_.reset();
    }

    void runLearnsFromAnotherCorpus() {
        const auto text = std::filesystem::path(folder_.path().toStdString()) / "other.txt";
        std::ofstream out(text);
        for (int i = 0; i < 60; ++i)
            out << "the log sat on the dog and a bird ran\n";
        out.close();
        base::NoProgress progress;
        tasks::ImportRequest import;
        import.library = workspace_->folder();
        import.paths = {text};
        const auto other = tasks::importCorpus(import, {}, progress, {}).id;
        emit workspace_->corporaChanged();

        const auto parent = workspace_->library().runs().list().front();
        QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>("fineTune")->isEnabled(), patience);
        QTest::mouseClick(child<QPushButton>("fineTune"), Qt::LeftButton);
        const QPointer<QDialog> dialog = page_->findChild<QDialog*>("fineTuneDialog");
        QVERIFY(dialog);
        QCOMPARE(support::unnamedWidgets(*dialog), QStringList());
        auto* steps = dialog->findChild<QSpinBox*>("fineSteps");
        steps->setValue(5);
        QTest::mouseClick(dialog->findChild<QPushButton*>("fineStart"), Qt::LeftButton);
        const auto newest = [&] { return workspace_->library().runs().list().front(); };
        QTRY_VERIFY_WITH_TIMEOUT(newest().id != parent.id && newest().state == RunState::Finished,
                                 patience);
        const auto run = newest();
        QCOMPARE(run.step, std::uint64_t{5});
        QCOMPARE(run.corpora, std::vector<std::int64_t>{other});
        QVERIFY(run.origin && run.origin->run == parent.id);
        QCOMPARE(run.origin->unknownTokens, std::uint64_t{120}); // "a" and "bird"
        QVERIFY(run.oldValidationLoss && run.oldLossAtStart);
        QTRY_VERIFY(child<QLabel>("status")->text().contains("on the old text"));
        QVERIFY(child<QLabel>("status")->text().contains("120 tokens unknown"));
        QVERIFY(child<QLabel>("status")->text().contains("at the start"));
        // Drawn from before the first step on, behind the parent's last.
        const auto* losses = child<plot::CurvePlot>("curves");
        const auto begins = [&] {
            for (int series = 0; series < losses->seriesCount(); ++series) {
                const auto points = losses->points(series);
                if (!points.empty() && points.front().x == static_cast<double>(parent.step) &&
                    points.front().y == *run.oldLossAtStart)
                    return true;
            }
            return false;
        };
        QTRY_VERIFY(begins());
    }

private:
    void showPage() {
        page_.reset();
        page_ = std::make_unique<TrainingPage>(*workspace_);
        page_->resize(1200, 760);
        page_->show();
        QVERIFY(QTest::qWaitForWindowExposed(page_.get()));
    }

    template <class Widget>
    Widget* child(const char* name) const {
        return page_->findChild<Widget*>(name);
    }

    void type(const char* field, const QString& text) {
        auto* spin = child<QSpinBox>(field);
        spin->setFocus();
        spin->selectAll();
        QTest::keyClicks(spin, text);
    }

    library::Run onlyRun() const { return workspace_->library().runs().list().front(); }

    QTemporaryDir folder_;
    std::unique_ptr<window::Workspace> workspace_;
    std::unique_ptr<TrainingPage> page_;
};

QTEST_MAIN(LiveTrainingTest)
#include "tst_live_training.moc"
