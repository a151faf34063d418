// SPDX-License-Identifier: GPL-3.0-or-later
// How runs are drawn, and the samples below the curves.
#include "app/plot/curve_plot.h"
#include "app/training/curve_controls.h"
#include "app/training/run_curves.h"
#include "app/training/run_history.h"
#include "app/training/training_page.h"
#include "app/window/workspace.h"
#include "core/library/run_store.h"
#include "core/tasks/run_samples.h"
#include "tests/app/support/accessibility.h"

#include <QAbstractScrollArea>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QSlider>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>

using plot::CurvePlot;
using training::Quantity;
using training::RunHistory;
using training::TimeAxis;
using training::TrainingPage;

namespace {

constexpr std::uint64_t steps = 200;

/// A step of 10 predictions and half a second.
neural::StepMetrics step(std::uint64_t number) {
    neural::StepMetrics metrics;
    metrics.step = number;
    metrics.trainingLoss = 4.0 / static_cast<double>(number);
    if (number % 50 == 0)
        metrics.validationLoss = metrics.trainingLoss + 0.1;
    metrics.seconds = 0.5 * static_cast<double>(number);
    metrics.predictions = 10;
    metrics.learningRate = 0.001;
    metrics.gradientNorm = 2 + static_cast<double>(number % 2);
    return metrics;
}

} // namespace

class TrainingCurvesTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        workspace_ = std::make_unique<window::Workspace>(folder_->path().toStdString());
    }
    void cleanup() {
        page_.reset();
        workspace_.reset();
    }

    void historyHasEveryAxis();
    void historyOfAnOlderVersionHasNoTokens();
    void runIsDrawnBehindItsOrigin();
    void smootherBeginsWithoutABias();
    void gradientNormAndLearningRateAreDrawn();
    void accuracyIsDrawn();
    void allPlotsFitOnASmallScreen();
    void timeAxisIsChosen();
    void logarithmicAxesAreChosen();
    void smoothingAddsCurves();
    void curvesBelowAreHidden();
    void perplexityIsDrawnInsteadOfLoss();
    void lossesSayWhatTheyAreIn();
    void choicesAreKept();
    void samplesAreGoneThrough();
    void clickIntoTheCurveFindsItsSample();
    void runWithoutSamplesSaysSo();
    void everyWidgetHasAName();

private:
    void showPage();
    std::int64_t addRun(const std::string& name, bool samples,
                        neural::TrainingTask task = neural::TrainingTask::Text);
    template <class Widget>
    Widget* child(const char* name) const {
        return page_->findChild<Widget*>(name);
    }
    void choose(int index) {
        auto* axis = child<QComboBox>("timeAxis");
        axis->setFocus();
        QTest::keyClick(axis, Qt::Key_Home);
        for (int i = 0; i < index; ++i)
            QTest::keyClick(axis, Qt::Key_Down);
    }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<window::Workspace> workspace_;
    std::unique_ptr<TrainingPage> page_;
};

void TrainingCurvesTest::showPage() {
    page_.reset();
    page_ = std::make_unique<TrainingPage>(*workspace_);
    page_->resize(1200, 800);
    page_->show();
    QVERIFY(QTest::qWaitForWindowExposed(page_.get()));
}

std::int64_t TrainingCurvesTest::addRun(const std::string& name, bool samples,
                                        neural::TrainingTask task) {
    auto& runs = workspace_->library().runs();
    library::Run run;
    run.name = name;
    run.spec.training.steps = steps;
    run.spec.training.task = task;
    run.created = 1'000'000 + static_cast<std::int64_t>(runs.list().size()); // newer than others
    const auto id = runs.add(run);
    std::vector<neural::StepMetrics> metrics;
    for (std::uint64_t number = 1; number <= steps; ++number)
        metrics.push_back(step(number));
    runs.addMetrics(id, metrics);
    runs.setState(id, library::RunState::Finished);
    const tasks::RunSamples kept(runs.checkpoint(id));
    if (samples)
        for (const std::uint64_t at : {0, 50, 100, 150, 200})
            kept.add({at, "said at " + std::to_string(at)});
    return id;
}

void TrainingCurvesTest::historyHasEveryAxis() {
    RunHistory history;
    for (std::uint64_t number = 1; number <= 100; ++number)
        history.add(step(number));
    QCOMPARE(history.points(Quantity::TrainingLoss, TimeAxis::Step)[9].x, 10.0);
    QCOMPARE(history.points(Quantity::TrainingLoss, TimeAxis::Tokens)[9].x, 100.0);
    QCOMPARE(history.points(Quantity::TrainingLoss, TimeAxis::Seconds)[9].x, 5.0);
    QCOMPARE(history.points(Quantity::ValidationLoss, TimeAxis::Step).size(), std::size_t{2});
    QCOMPARE(history.points(Quantity::GradientNorm, TimeAxis::Step, 98).size(), std::size_t{2});
    QCOMPARE(history.points(Quantity::LearningRate, TimeAxis::Step).back().y, 0.001);
    QCOMPARE(history.placeOf(40, TimeAxis::Tokens), 400.0);
    QCOMPARE(history.placeOf(0, TimeAxis::Tokens), 0.0);
    QCOMPARE(history.stepAt(404, TimeAxis::Tokens), std::uint64_t{40});
    QCOMPARE(history.stepAt(19.9, TimeAxis::Seconds), std::uint64_t{40});
    QCOMPARE(history.stepAt(-5, TimeAxis::Step), std::uint64_t{0});
    QCOMPARE(history.stepAt(1e9, TimeAxis::Step), std::uint64_t{100});

    history.cutFrom(51);
    QCOMPARE(history.lastStep(), std::uint64_t{50});
    RunHistory later; // as it is read from the library when a run has gone on
    later.add(step(51));
    history.append(later);
    QCOMPARE(history.points(Quantity::TrainingLoss, TimeAxis::Tokens).back().x, 510.0);
}

void TrainingCurvesTest::historyOfAnOlderVersionHasNoTokens() {
    RunHistory history;
    auto old = step(1);
    old.predictions = 0;
    old.learningRate = old.gradientNorm = std::numeric_limits<double>::quiet_NaN();
    history.add(old);
    QCOMPARE(history.points(Quantity::TrainingLoss, TimeAxis::Step).size(), std::size_t{1});
    QVERIFY(history.points(Quantity::TrainingLoss, TimeAxis::Tokens).empty());
    QVERIFY(history.points(Quantity::GradientNorm, TimeAxis::Step).empty());
    QVERIFY(history.points(Quantity::LearningRate, TimeAxis::Step).empty());
}

/// Of a run of 200 steps, its weights at step 150, then 3 more on another text.
void TrainingCurvesTest::runIsDrawnBehindItsOrigin() {
    RunHistory history;
    history.continueFrom(150, 1500, 75);
    neural::StepMetrics start; // before it has learnt
    start.trainingLoss = start.learningRate = start.gradientNorm =
        std::numeric_limits<double>::quiet_NaN();
    start.oldValidationLoss = 2.25;
    history.add(start);
    neural::StepMetrics first = step(1);
    first.oldValidationLoss = 2.5;
    history.add(first);
    history.add(step(2));
    QCOMPARE(history.points(Quantity::TrainingLoss, TimeAxis::Step).front().x, 151.0);
    QCOMPARE(history.points(Quantity::TrainingLoss, TimeAxis::Tokens).front().x, 1510.0);
    QCOMPARE(history.points(Quantity::TrainingLoss, TimeAxis::Seconds).front().x, 75.5);
    const auto forgotten = history.points(Quantity::OldValidationLoss, TimeAxis::Step);
    QCOMPARE(forgotten.size(), std::size_t{2});
    QCOMPARE(forgotten[0].x, 150.0);
    QCOMPARE(forgotten[0].y, 2.25);
    QCOMPARE(forgotten[1].y, 2.5);
    QCOMPARE(history.points(Quantity::OldValidationLoss, TimeAxis::Tokens).front().x, 1500.0);
    QCOMPARE(history.placeOf(0, TimeAxis::Tokens), 1500.0);
    QCOMPARE(history.stepAt(151.9, TimeAxis::Step), std::uint64_t{2});

    const auto parent = addRun("parent", false);
    auto& runs = workspace_->library().runs();
    library::Run next;
    next.name = "child";
    next.created = 2'000'000;
    auto& origin = next.origin.emplace();
    origin.model = "parent";
    origin.run = parent;
    origin.step = 150;
    const auto id = runs.add(next);
    runs.addMetrics(id, std::vector<neural::StepMetrics>{start, first});
    runs.setState(id, library::RunState::Finished);
    showPage();
    // The newest run is drawn: its training and its forgetting.
    const auto* losses = child<plot::CurvePlot>("curves");
    QTRY_COMPARE(losses->seriesCount(), 2);
    QCOMPARE(losses->points(0).front().x, 151.0);
    QCOMPARE(losses->points(1).front().x, 150.0);
    QCOMPARE(losses->points(1).front().y, 2.25);
    QCOMPARE(losses->points(1).back().y, 2.5);
}

void TrainingCurvesTest::smootherBeginsWithoutABias() {
    training::Smoother smoother(0.9);
    QCOMPARE(smoother.next(5), 5.0);
    QCOMPARE(smoother.next(5), 5.0);
    QVERIFY(std::abs(smoother.next(8) - (0.81 * 5 + 0.9 * 5 + 8) / 2.71) < 1e-12);
    QVERIFY(std::isnan(smoother.next(std::numeric_limits<double>::quiet_NaN())));
    QVERIFY(std::isfinite(smoother.next(5))); // what is no number leaves no trace
    training::Smoother none;
    none.next(1);
    QCOMPARE(none.next(7), 7.0);
}

void TrainingCurvesTest::gradientNormAndLearningRateAreDrawn() {
    addRun("one", false);
    showPage();
    auto* norms = child<CurvePlot>("norms");
    auto* rates = child<CurvePlot>("rates");
    QTRY_COMPARE(norms->seriesCount(), 1);
    QCOMPARE(norms->points(0).size(), std::size_t(steps));
    QCOMPARE(norms->points(0)[0].y, 3.0);
    QCOMPARE(rates->points(0)[0].y, 0.001);
    child<CurvePlot>("curves")->redrawNow();
    norms->redrawNow();
    // Over the same axis as the losses.
    QCOMPARE(norms->horizontalRange(), child<CurvePlot>("curves")->horizontalRange());
    QVERIFY(norms->isVisible() && rates->isVisible());
}

void TrainingCurvesTest::accuracyIsDrawn() {
    addRun("plain", false);
    auto& runs = workspace_->library().runs();
    library::Run run;
    run.name = "labels";
    const auto id = runs.add(run);
    std::vector<neural::StepMetrics> metrics;
    for (std::uint64_t number = 1; number <= 10; ++number) {
        metrics.push_back(step(number));
        if (number % 5 == 0)
            metrics.back().accuracy = 0.1 * static_cast<double>(number);
    }
    runs.addMetrics(id, metrics);
    runs.setState(id, library::RunState::Finished);
    showPage();
    auto* curves = page_->findChild<training::RunCurves*>();
    auto* plot = child<CurvePlot>("accuracies");
    curves->setRuns({{id, "labels"}});
    QTRY_COMPARE(plot->seriesCount(), 1);
    QVERIFY(!plot->isVisible());
    child<QAction>("accuracy")->trigger();
    QVERIFY(plot->isVisible());
    QCOMPARE(plot->points(0).size(), std::size_t{2});
    QCOMPARE(plot->points(0).back().x, 10.0);
    QCOMPARE(plot->points(0).back().y, 100.0);
    curves->setRuns({});
    QCOMPARE(plot->seriesCount(), 0);
    child<QAction>("accuracy")->trigger();
    QVERIFY(!plot->isVisible());
}

void TrainingCurvesTest::allPlotsFitOnASmallScreen() {
    addRun("without labels", false);
    showPage();
    auto* empty = child<CurvePlot>("accuracies");
    child<QAction>("accuracy")->trigger();
    QTRY_COMPARE(child<CurvePlot>("norms")->seriesCount(), 1);
    page_->resize(1200, 740);
    QTest::qWait(500); // the plots have found their margins
    QVERIFY2(page_->minimumSizeHint().height() <= 740,
             qPrintable(QString::number(page_->minimumSizeHint().height())));
    QCOMPARE(page_->height(), 740);
    // One without axes lines up with nothing, and does not try for ever.
    const QSignalSpy redrawn(empty, &CurvePlot::redrawn);
    QTest::qWait(500);
    QCOMPARE(redrawn.count(), 0);
}

void TrainingCurvesTest::timeAxisIsChosen() {
    addRun("one", true);
    showPage();
    auto* losses = child<CurvePlot>("curves");
    QTRY_COMPARE(losses->seriesCount(), 2);
    QTRY_COMPARE(losses->marker(), std::optional(200.0));
    choose(1);
    QCOMPARE(losses->points(0).back().x, 2000.0);
    QCOMPARE(child<CurvePlot>("rates")->points(0).back().x, 2000.0);
    QCOMPARE(losses->marker(), std::optional(2000.0)); // the same step, elsewhere
    choose(2);
    QCOMPARE(losses->points(0).back().x, 100.0);
    QCOMPARE(losses->marker(), std::optional(100.0));
    choose(0);
    QCOMPARE(losses->points(0).back().x, 200.0);
}

void TrainingCurvesTest::logarithmicAxesAreChosen() {
    addRun("one", false);
    showPage();
    auto* losses = child<CurvePlot>("curves");
    QTRY_COMPARE(losses->seriesCount(), 2);
    losses->redrawNow();
    QCOMPARE(losses->horizontalRange(), std::pair(1.0, 200.0));
    auto* box = child<QCheckBox>("logarithmicX");
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Space);
    losses->redrawNow();
    QCOMPARE(losses->horizontalRange(), std::pair(0.0, std::log10(200.0)));
    QCOMPARE(child<CurvePlot>("norms")->horizontalRange(), losses->horizontalRange());
    const QImage linear = losses->grab().toImage();
    QTest::mouseClick(child<QCheckBox>("logarithmicY"), Qt::LeftButton, {}, {8, 8});
    losses->redrawNow();
    QVERIFY(losses->grab().toImage() != linear);
}

void TrainingCurvesTest::smoothingAddsCurves() {
    addRun("one", false);
    showPage();
    auto* losses = child<CurvePlot>("curves");
    QTRY_COMPARE(losses->seriesCount(), 2);
    auto* slider = child<QSlider>("smoothing");
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_PageUp);
    QCOMPARE(slider->value(), 10);
    QCOMPARE(losses->seriesCount(), 3);
    QCOMPARE(child<CurvePlot>("norms")->seriesCount(), 2);
    // Raw, then smoothed: of losses 4 and 2, (0.1 · 4 + 2) / 1.1.
    QCOMPARE(losses->points(0)[1].y, 2.0);
    QVERIFY(std::abs(losses->points(1)[1].y - 2.4 / 1.1) < 1e-12);
    QTest::keyClick(slider, Qt::Key_Home);
    QCOMPARE(losses->seriesCount(), 2);
}

void TrainingCurvesTest::curvesBelowAreHidden() {
    addRun("one", false);
    showPage();
    child<QAction>("gradientNorm")->trigger();
    QVERIFY(!child<CurvePlot>("norms")->isVisible());
    QVERIFY(child<CurvePlot>("rates")->isVisible());
    child<QAction>("gradientNorm")->trigger();
    QVERIFY(child<CurvePlot>("norms")->isVisible());
}

void TrainingCurvesTest::perplexityIsDrawnInsteadOfLoss() {
    addRun("one", false);
    showPage();
    auto* losses = child<CurvePlot>("curves");
    QTRY_COMPARE(losses->seriesCount(), 2);
    QCOMPARE(losses->points(0)[1].y, 2.0);
    const double validation = losses->points(1)[0].y;
    child<QAction>("perplexity")->trigger();
    QCOMPARE(losses->points(0)[1].y, std::exp(2.0));
    QCOMPARE(losses->points(1)[0].y, std::exp(validation));
    QCOMPARE(child<CurvePlot>("norms")->points(0)[0].y, 3.0); // no loss: as it is
    child<QAction>("perplexity")->trigger();
    QCOMPARE(losses->points(0)[1].y, 2.0);
}

/// One run of labels, then one of preferences besides that looks back on its old text.
void TrainingCurvesTest::lossesSayWhatTheyAreIn() {
    addRun("labels", false, neural::TrainingTask::Labels);
    showPage();
    const auto* losses = child<CurvePlot>("curves");
    QTRY_COMPARE(losses->yTitle(), QString("Loss (nats per text)"));
    QVERIFY(losses->csvLines().contains("\"labels, training (nats per text)\",1,"));
    const auto* table = child<QTableView>("runs");
    const auto says = [&](const QString& wanted) {
        for (int column = 0; column < table->model()->columnCount(); ++column)
            for (int row = 0; row < table->model()->rowCount(); ++row)
                if (table->model()->index(row, column).data(Qt::ToolTipRole) == wanted)
                    return true;
        return false;
    };
    QVERIFY(says("nats per text"));
    QVERIFY(child<QLabel>("status")->text().contains("0.0200 nats per text"));

    const auto pairs = addRun("pairs", false, neural::TrainingTask::Preferences);
    neural::StepMetrics old = step(steps + 1);
    old.oldValidationLoss = 2.5;
    workspace_->library().runs().addMetrics(pairs, std::vector{old});
    showPage(); // the newest alone: in itself of two kinds
    losses = child<CurvePlot>("curves");
    QTRY_VERIFY(losses->csvLines().contains("\"pairs, forgetting (nats per token)\""));
    QVERIFY(losses->csvLines().contains("\"pairs, training (nats per pair)\""));
    QCOMPARE(losses->yTitle(), QString("Loss (nats)"));
    addRun("text", false);
    showPage();
    QTRY_COMPARE(child<CurvePlot>("curves")->yTitle(), QString("Loss (nats per token)"));
}

void TrainingCurvesTest::choicesAreKept() {
    addRun("one", false);
    showPage();
    choose(1);
    child<QSlider>("smoothing")->setValue(60);
    child<QCheckBox>("logarithmicY")->setChecked(true);
    child<QAction>("learningRateCurve")->trigger();
    child<QAction>("perplexity")->trigger();
    const auto state = page_->saveState();
    showPage();
    page_->restoreState(state);
    const auto options = page_->findChild<training::CurveControls*>()->options();
    QCOMPARE(options, (training::CurveOptions{TimeAxis::Tokens, false, true, 0.6, true, false,
                                              false, true}));
    QVERIFY(!child<CurvePlot>("rates")->isVisible());
}

void TrainingCurvesTest::samplesAreGoneThrough() {
    addRun("one", true);
    showPage();
    auto* slider = child<QSlider>("sample");
    auto* text = child<QPlainTextEdit>("sampleText");
    const auto* losses = child<CurvePlot>("curves");
    QTRY_COMPARE(slider->maximum(), 4);
    QTRY_COMPARE(losses->seriesCount(), 2);
    QCOMPARE(text->toPlainText(), QString("said at 200")); // the last
    QTRY_COMPARE(losses->marker(), std::optional(200.0));
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_Left);
    QCOMPARE(text->toPlainText(), QString("said at 150"));
    QCOMPARE(child<QLabel>("samplePlace")->text(), QString("step 150"));
    QCOMPARE(losses->marker(), std::optional(150.0));
    QCOMPARE(child<CurvePlot>("norms")->marker(), std::optional(150.0));
    QTest::keyClick(slider, Qt::Key_Home);
    QCOMPARE(text->toPlainText(), QString("said at 0"));
    QCOMPARE(losses->marker(), std::optional(0.0));
}

void TrainingCurvesTest::clickIntoTheCurveFindsItsSample() {
    addRun("one", true);
    showPage();
    auto* losses = child<CurvePlot>("curves");
    QTRY_COMPARE(child<QSlider>("sample")->maximum(), 4);
    QTRY_COMPARE(losses->seriesCount(), 2);
    losses->redrawNow();
    QTest::qWait(200);
    auto* view = losses->findChild<QAbstractScrollArea*>()->viewport();
    const auto [left, right] = losses->sideMargins();
    const int wide = view->width() - left - right;
    QTest::mouseClick(view, Qt::LeftButton, {}, {left + wide * 45 / 100, view->height() / 2});
    QCOMPARE(child<QPlainTextEdit>("sampleText")->toPlainText(), QString("said at 100"));
    QCOMPARE(losses->marker(), std::optional(100.0));
}

void TrainingCurvesTest::runWithoutSamplesSaysSo() {
    addRun("with", true);
    addRun("without", false);
    showPage(); // the newest is selected
    auto* text = child<QPlainTextEdit>("sampleText");
    QTRY_VERIFY(child<QLabel>("samplesHint")->isVisible());
    QVERIFY(!text->isVisible());
    QVERIFY(!child<CurvePlot>("curves")->marker());
    auto* table = child<QTableView>("runs");
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Down);
    QTRY_VERIFY(text->isVisible());
    QVERIFY(!child<QLabel>("samplesHint")->isVisible());
}

void TrainingCurvesTest::everyWidgetHasAName() {
    addRun("one", true);
    showPage();
    QTRY_VERIFY(child<QPlainTextEdit>("sampleText")->isVisible());
    const QStringList unnamed = support::unnamedWidgets(*page_);
    QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(u'\n')));
}

QTEST_MAIN(TrainingCurvesTest)
#include "tst_training_curves.moc"
