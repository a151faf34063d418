// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/plot/curve_plot.h"
#include "app/training/log_spin_box.h"
#include "app/training/parameter_text.h"
#include "app/training/run_form.h"
#include "app/training/runs_model.h"
#include "app/training/training_page.h"
#include "app/training/vocabulary_size.h"
#include "app/window/workspace.h"
#include "core/library/corpus_store.h"
#include "core/library/run_store.h"
#include "tests/app/support/accessibility.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

using training::RunsModel;
using training::TrainingPage;

namespace {

neural::RunSpec smallNetwork() {
    neural::RunSpec spec;
    spec.bengio.contextLength = 3;
    spec.bengio.embeddingSize = 2;
    spec.bengio.hiddenWidth = 4;
    return spec;
}

library::Run someRun(const std::string& name, library::RunState state) {
    library::Run run;
    run.name = name;
    run.state = state;
    run.parameters = 238;
    run.spec.training.steps = 100;
    run.created = 1'000'000;
    return run;
}

/// A library with one corpus of 27 types, as the import leaves it.
std::int64_t addCorpus(window::Workspace& workspace) {
    auto& store = workspace.library().corpora();
    corpus::Document document;
    document.path = "letters.txt";
    document.size = 54;
    document.encoding = "UTF-8";
    const auto id = store.add("letters", {document});
    corpus::Frequencies frequencies;
    for (int i = 0; i < 27; ++i)
        frequencies.counts.push_back({std::string(1, static_cast<char>('A' + i)), 27U - i});
    frequencies.tokens = 378;
    frequencies.sentences = 1;
    store.finish(id, {document}, frequencies);
    return id;
}

} // namespace

class TrainingPageTest : public QObject {
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

    void parametersAreThoseOfThePaper() {
        // V m + h (n-1) m + h + V h + V = 60 + 24 + 4 + 120 + 30, and V (n-1) m = 180 more.
        auto spec = smallNetwork();
        QVERIFY(training::parameterText(spec, 30).contains("238"));
        QVERIFY(training::parameterText(spec, 30).contains("30·2 + 4·3·2 + 4 + 30·4 + 30"));
        spec.bengio.directConnections = true;
        QVERIFY(training::parameterText(spec, 30).contains("418"));
        QVERIFY(training::parameterText(spec, 30).contains("V·(n−1)·m"));
    }

    void everyFamilySaysItsSize() {
        // V m + 3 (h m + h h + h) + 1·3 (2 h h + h) + V h + V = 60 + 84 + 108 + 120 + 30
        auto spec = neural::usualRun("gru");
        spec.recurrent.embeddingSize = 2;
        spec.recurrent.hiddenWidth = 4;
        spec.recurrent.layers = 2;
        const QString gru = training::parameterText(spec, 30);
        QVERIFY2(gru.contains("= 402 parameters"), qPrintable(gru));
        QVERIFY2(gru.contains("30·2 + 3·(4·2 + 4·4 + 4) + 1·3·(2·4·4 + 4) + 30·4 + 30"),
                 qPrintable(gru));
        QVERIFY2(gru.contains("MB of memory") || gru.contains("kB of memory"), qPrintable(gru));
        const QString gpt2 = training::parameterText(neural::usualRun("gpt-2"), 65);
        QVERIFY2(gpt2.startsWith("809,856 parameters\n"), qPrintable(gpt2));
        QVERIFY2(gpt2.contains("GPT-2 small: 12 layers, width 768, 12 heads, vocabulary 50,257: "
                               "124,439,808 parameters, 248.9 MB"),
                 qPrintable(gpt2));
        const QString deepseek = training::parameterText(neural::usualRun("deepseek"), 65);
        QVERIFY2(deepseek.contains("at work on one token"), qPrintable(deepseek));
    }

    void formHasTheFieldsOfTheArchitecture() {
        addCorpus(*workspace_);
        showPage();
        const auto shows = [&](const char* name) {
            return page_->findChild<QWidget*>(name)->isVisibleTo(page_.get());
        };
        QVERIFY(shows("embeddingSize") && shows("direct") && !shows("layers") && !shows("heads"));
        choose("architecture", "gru");
        QVERIFY(shows("embeddingSize") && !shows("direct") && shows("layers") && !shows("heads"));
        choose("architecture", "llama");
        QVERIFY(!shows("embeddingSize") && shows("layers") && shows("heads"));
        QVERIFY(!shows("keyValueHeads") && !shows("chosenExperts"));
        choose("attention", "grouped-query");
        QVERIFY(shows("keyValueHeads"));
        type("experts", "4");
        QVERIFY(shows("chosenExperts") && shows("sharedExperts"));

        // Scrolling past a field changes nothing; who has clicked into it may turn the wheel.
        auto* layers = page_->findChild<QSpinBox*>("layers");
        const auto turnWheel = [layers] {
            QWheelEvent wheel(QPointF(5, 5), layers->mapToGlobal(QPointF(5, 5)), {}, {0, 120},
                              Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(layers, &wheel);
        };
        type("layers", "4");
        page_->findChild<QSpinBox*>("heads")->setFocus();
        turnWheel();
        QCOMPARE(layers->value(), 4);
        layers->setFocus();
        turnWheel();
        QCOMPARE(layers->value(), 5);

        type("layers", "3");
        type("heads", "8");
        type("keyValueHeads", "2");
        choose("schedule", "cosine");
        choose("precision", "bfloat16");
        type("warmupSteps", "50");
        type("beta1", "0.85");
        type("beta2", "0.9875");
        const auto request = page_->findChild<training::RunForm*>()->request();
        auto expected = neural::usualRun("llama");
        expected.transformer.layers = 3;
        expected.transformer.heads = 8;
        expected.transformer.headWidth = 16;
        expected.transformer.attention = neural::Attention::GroupedQuery;
        expected.transformer.keyValueHeads = 2;
        expected.transformer.experts.count = 4;
        expected.training.schedule = neural::Schedule::Cosine;
        expected.training.warmupSteps = 50;
        expected.training.precision = neural::Precision::Bfloat16;
        expected.training.beta1 = 0.85;
        expected.training.beta2 = 0.9875;
        expected.training.sampleInterval = 100;
        QCOMPARE(request.spec, expected);
        type("heads", "3"); // shares nothing evenly with 2
        QVERIFY(page_->findChild<QLabel*>("problem")->text().contains("evenly"));

        // What was chosen is there the next time.
        const auto state = page_->findChild<training::RunForm*>()->state();
        training::RunForm other(*workspace_);
        other.setState(state);
        type("heads", "8");
        QCOMPARE(other.request().spec.transformer.attention, neural::Attention::GroupedQuery);
        QCOMPARE(other.request().spec.transformer.heads, 3U);
        QCOMPARE(other.request().spec.architecture, std::string("llama"));
        QCOMPARE(other.request().spec.training, expected.training);

        QVERIFY(shows("beta1") && shows("beta2"));
        choose("optimizer", "sgd");
        QVERIFY(!shows("beta1") && !shows("beta2"));

        QVERIFY(!shows("decoderLayers") && shows("parallel"));
        choose("architecture", "t5");
        QVERIFY(shows("decoderLayers") && !shows("parallel"));
        type("layers", "3");
        type("decoderLayers", "2");
        auto pair = neural::usualRun("t5").transformer;
        pair.layers = 3;
        pair.decoderLayers = 2;
        QCOMPARE(page_->findChild<training::RunForm*>()->request().spec.transformer, pair);
        const QString size = training::parameterText(neural::usualRun("t5"), 65);
        QVERIFY2(size.contains("T5 base: 12 + 12 layers"), qPrintable(size));
    }

    void vocabularyIsCutLikeTheRealOne() {
        const std::vector<std::uint64_t> counts{9, 5, 5, 2, 1, 1};
        QCOMPARE(training::vocabularySize(counts, {}), 9U);
        QCOMPARE(training::vocabularySize(counts, {4, 0}), 7U);
        QCOMPARE(training::vocabularySize(counts, {0, 2}), 7U);
        QCOMPARE(training::vocabularySize(counts, {0, 5}), 6U);
        QCOMPARE(training::vocabularySize(counts, {2, 5}), 5U);
    }

    void learningRateClimbsInOneTwoFive() {
        training::LogSpinBox box;
        box.setRange(1e-8, 100);
        box.setValue(0.001);
        box.stepUp();
        QCOMPARE(box.value(), 0.002);
        box.stepUp();
        QCOMPARE(box.value(), 0.005);
        box.stepUp();
        QCOMPARE(box.value(), 0.01);
        box.stepBy(-4);
        QCOMPARE(box.value(), 0.0005);
        box.setValue(0.003);
        box.stepDown();
        QCOMPARE(box.value(), 0.002);
        box.selectAll();
        QTest::keyClicks(&box, "3e-4");
        QCOMPARE(box.value(), 3e-4);
    }

    void formCountsParametersAsOneEdits() {
        addCorpus(*workspace_);
        showPage();
        choose("tokenizer", "words");
        type("contextLength", "3");
        type("embeddingSize", "2");
        type("hiddenWidth", "4");
        auto* parameters = page_->findChild<QLabel*>("parameters");
        QTRY_VERIFY2(parameters->text().contains("238"), qPrintable(parameters->text()));
        QTest::mouseClick(page_->findChild<QCheckBox*>("direct"), Qt::LeftButton, {}, {8, 8});
        QVERIFY2(parameters->text().contains("418"), qPrintable(parameters->text()));
        // Types that occur at least 26 times: two of them, V = 5; 10+24+4+20+5 + 30.
        type("minimumCount", "26");
        QTRY_VERIFY2(parameters->text().contains("93"), qPrintable(parameters->text()));
    }

    void startWaitsForWhatIsMissing() {
        showPage();
        auto* start = page_->findChild<QPushButton*>("start");
        auto* problem = page_->findChild<QLabel*>("problem");
        QVERIFY(!start->isEnabled());
        QVERIFY(problem->text().contains("File > Open"));
        addCorpus(*workspace_);
        emit workspace_->corporaChanged();
        QVERIFY(start->isEnabled());
        QVERIFY(!problem->isVisible());
        auto* corpora = page_->findChild<QListWidget*>("corpora");
        corpora->setFocus();
        corpora->setCurrentRow(0);
        QTest::keyClick(corpora, Qt::Key_Space);
        QVERIFY(!start->isEnabled());
        QVERIFY(problem->isVisible());
    }

    void modelKeepsTheRules() {
        RunsModel model;
        const QAbstractItemModelTester tester(&model);
        QCOMPARE(model.rowCount(), 0);
        training::RunRow row;
        row.run = someRun("a", library::RunState::Failed);
        row.run.id = 7;
        row.failure = "The loss is no number.";
        row.totalSteps = 100;
        model.setRows({row});
        QSignalSpy shown(&model, &RunsModel::shownChanged);
        QSignalSpy renamed(&model, &RunsModel::renameRequested);
        const auto name = model.index(0, RunsModel::Name);
        QVERIFY(model.setData(name, Qt::Checked, Qt::CheckStateRole));
        QCOMPARE(shown.count(), 1);
        QCOMPARE(model.shown(), std::vector<std::int64_t>{7});
        QVERIFY(model.setData(name, "b", Qt::EditRole));
        QCOMPARE(renamed.count(), 1);
        model.setProgress(7, 1234, 2.5, 2.75);
        QCOMPARE(model.index(0, RunsModel::TrainingLoss).data().toString(), QString("2.5000"));
        QCOMPARE(model.index(0, RunsModel::Step).data().toString(), QString("1,234 / 100"));
        QVERIFY(model.index(0, RunsModel::State).data(Qt::ToolTipRole).toString().contains("loss"));
        model.setRows({});
        QCOMPARE(shown.count(), 2);
    }

    void curvesAreThereAfterARestart() {
        addStoredRun("first", 300);
        addStoredRun("second", 200);
        workspace_ = std::make_unique<window::Workspace>(folder_->path().toStdString());
        showPage();
        const auto* plot = page_->findChild<plot::CurvePlot*>("curves");
        QTRY_COMPARE(plot->seriesCount(), 2); // the newest run: training and validation
        auto* table = page_->findChild<QTableView*>("runs");
        QCOMPARE(table->model()->rowCount(), 2);
        // Space checks the other one: both are drawn together.
        const int row = rowOf(table, "first");
        table->setFocus();
        table->setCurrentIndex(table->model()->index(row, RunsModel::Name));
        QTest::keyClick(table, Qt::Key_Space);
        QTRY_COMPARE(plot->seriesCount(), 4);
        std::size_t points = 0;
        for (int series = 0; series < plot->seriesCount(); ++series)
            points += plot->points(series).size();
        QCOMPARE(points, 300U + 6U + 200U + 4U);
        const auto selectSecond = [table] {
            table->setCurrentIndex(table->model()->index(rowOf(table, "second"), RunsModel::Name));
        };
        selectSecond();
        QTest::qWait(50);
        QCOMPARE(plot->seriesCount(), 4); // it stays, being checked
        table->setCurrentIndex(table->model()->index(row, RunsModel::Name));
        QTest::keyClick(table, Qt::Key_Space);
        selectSecond();
        QTRY_COMPARE(plot->seriesCount(), 2);
    }

    void aMillionPointsAreDrawnAsFew() {
        addStoredRun("long", 1'000'000);
        showPage();
        auto* plot = page_->findChild<plot::CurvePlot*>("curves");
        QTRY_VERIFY_WITH_TIMEOUT(plot->seriesCount() == 2 && plot->points(0).size() == 1'000'000,
                                 60'000);
        plot->redrawNow();
        QVERIFY(plot->drawnPointCount() < 20'000);
    }

    void failedRunSaysWhy() {
        auto& runs = workspace_->library().runs();
        const auto id = runs.add(someRun("broken", library::RunState::Running));
        runs.setState(id, library::RunState::Failed, "The loss became infinite at step 12.");
        showPage();
        QVERIFY(page_->findChild<QLabel*>("status")->text().contains("infinite at step 12"));
        // It has no checkpoint to go on from.
        QVERIFY(!page_->findChild<QPushButton*>("continue")->isEnabled());
        QVERIFY(!page_->findChild<QPushButton*>("pause")->isEnabled());
        QVERIFY(!page_->findChild<QPushButton*>("chat")->isEnabled());
    }

    void runsAreRenamedAndDeleted() {
        addStoredRun("old", 10);
        showPage();
        auto* table = page_->findChild<QTableView*>("runs");
        QTest::mouseClick(page_->findChild<QPushButton*>("rename"), Qt::LeftButton);
        auto* editor = table->viewport()->findChild<QLineEdit*>();
        QVERIFY(editor);
        QTest::keyClicks(editor, "new");
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(workspace_->library().runs().list().front().name, std::string("new"));
        QTRY_COMPARE(rowOf(table, "new"), 0);
        QTest::mouseClick(page_->findChild<QPushButton*>("delete"), Qt::LeftButton);
        auto* question = page_->findChild<QMessageBox*>("deleteQuestion");
        QVERIFY(question);
        for (auto* button : question->buttons())
            if (question->buttonRole(button) == QMessageBox::DestructiveRole)
                QTest::mouseClick(button, Qt::LeftButton);
        QTRY_COMPARE(table->model()->rowCount(), 0);
        QVERIFY(workspace_->library().runs().list().empty());
    }

    void stateIsHandedToANewPage() {
        addCorpus(*workspace_);
        addStoredRun("one", 10);
        addStoredRun("two", 10);
        showPage();
        type("hiddenWidth", "77");
        auto* table = page_->findChild<QTableView*>("runs");
        table->setCurrentIndex(table->model()->index(rowOf(table, "one"), RunsModel::Name));
        QTest::keyClick(table, Qt::Key_Space);
        const auto state = page_->saveState();
        showPage();
        page_->restoreState(state);
        QCOMPARE(page_->findChild<QSpinBox*>("hiddenWidth")->value(), 77);
        const auto* plot = page_->findChild<plot::CurvePlot*>("curves");
        QTRY_COMPARE(plot->seriesCount(), 2);
    }

    void everyWidgetHasAName() {
        addCorpus(*workspace_);
        addStoredRun("one", 10);
        showPage();
        QCOMPARE(support::unnamedWidgets(*page_), QStringList());
    }

private:
    void showPage() {
        page_.reset();
        page_ = std::make_unique<TrainingPage>(*workspace_);
        page_->resize(1200, 760);
        page_->show();
        QVERIFY(QTest::qWaitForWindowExposed(page_.get()));
    }

    /// A finished run with a loss for each step and a validation every fifty.
    std::int64_t addStoredRun(const std::string& name, std::uint64_t steps) {
        auto& runs = workspace_->library().runs();
        const auto id = runs.add(someRun(name, library::RunState::Running));
        std::vector<neural::StepMetrics> metrics(steps);
        for (std::uint64_t step = 1; step <= steps; ++step) {
            auto& entry = metrics[step - 1];
            entry.step = step;
            entry.trainingLoss = 3.0 / static_cast<double>(step);
            if (step % 50 == 0)
                entry.validationLoss = entry.trainingLoss + 0.1;
        }
        runs.addMetrics(id, metrics);
        runs.setState(id, library::RunState::Finished);
        return id;
    }

    void type(const char* field, const QString& text) {
        auto* spin = page_->findChild<QAbstractSpinBox*>(field);
        spin->setFocus();
        spin->selectAll();
        QTest::keyClicks(spin, text);
    }

    void choose(const char* field, const QString& data) {
        auto* combo = page_->findChild<QComboBox*>(field);
        combo->setFocus();
        QTest::keyClick(combo, Qt::Key_Home);
        while (combo->currentData().toString() != data)
            QTest::keyClick(combo, Qt::Key_Down);
    }

    static int rowOf(const QTableView* table, const QString& name) {
        for (int row = 0; row < table->model()->rowCount(); ++row)
            if (table->model()->index(row, RunsModel::Name).data().toString() == name)
                return row;
        return -1;
    }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<window::Workspace> workspace_;
    std::unique_ptr<TrainingPage> page_;
};

QTEST_MAIN(TrainingPageTest)
#include "tst_training_page.moc"
