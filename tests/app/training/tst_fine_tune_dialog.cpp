// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/fine_tune_dialog.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/tasks/import_corpus.h"
#include "tests/app/support/accessibility.h"

#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <fstream>

using neural::TrainingTask;
using training::FineTuneDialog;

class TestFineTuneDialog : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        workspace_ = std::make_unique<window::Workspace>(window::toPath(folder_.filePath("lib")));
        base::NoProgress progress;
        for (const std::string name : {"old.txt", "new.jsonl"}) {
            const std::filesystem::path path = folder_.path().toStdString() + "/" + name;
            std::ofstream(path) << "some text\n";
            corpora_.push_back(
                tasks::importCorpus({workspace_->folder(), {path}, {}, {}}, {}, progress, {}).id);
        }
    }

    void asksWhatTheTaskNeeds() {
        FineTuneDialog dialog(*workspace_, {trained("gpt-2")});
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        QCOMPARE(support::unnamedWidgets(dialog), QStringList());
        auto* task = dialog.findChild<QComboBox*>("fineTask");
        auto* weights = dialog.findChild<QComboBox*>("fineWeights");
        auto* rank = dialog.findChild<QSpinBox*>("fineRank");
        const auto* wanted = dialog.findChild<QLabel*>("fineWanted");
        QVERIFY(!rank->isEnabled());
        QVERIFY(!dialog.findChild<QWidget*>("fineBeta")->isEnabled());
        QVERIFY(wanted->text().contains("<unk>"));
        tasks::NeuralRequest request = dialog.request();
        QVERIFY(request.spec.training.task == TrainingTask::Text);
        QCOMPARE(request.spec.training.adapters.rank, 0U);
        QCOMPARE(request.corpora, std::vector{corpora_[1]}); // not the one that it knows
        QVERIFY(request.from && request.from->run == 1);

        task->setCurrentIndex(3);
        weights->setCurrentIndex(1);
        QVERIFY(rank->isEnabled());
        QVERIFY(dialog.findChild<QWidget*>("fineBeta")->isEnabled());
        QVERIFY(wanted->text().contains("chosen"));
        rank->setValue(4);
        request = dialog.request();
        QVERIFY(request.spec.training.task == TrainingTask::Preferences);
        QCOMPARE(request.spec.training.adapters.rank, 4U);

        QSignalSpy started(&dialog, &FineTuneDialog::startRequested);
        auto* start = dialog.findChild<QPushButton*>("fineStart");
        auto* corpora = dialog.findChild<QListWidget*>("fineCorpora");
        for (int row = 0; row < corpora->count(); ++row)
            corpora->item(row)->setCheckState(Qt::Unchecked);
        QVERIFY(!start->isEnabled());
        corpora->item(0)->setCheckState(Qt::Checked);
        QTest::mouseClick(start, Qt::LeftButton);
        QCOMPARE(started.size(), 1);
        QVERIFY(!dialog.isVisible());
    }

    void networksAreOfferedWhatTheyCanLearn_data() {
        QTest::addColumn<QString>("architecture");
        QTest::addColumn<QString>("tasks");
        QTest::newRow("bengio") << "bengio"
                                << "1000";
        QTest::newRow("bert") << "bert"
                              << "1010";
        QTest::newRow("t5") << "t5"
                            << "1000";
        QTest::newRow("llama") << "llama"
                               << "1111";
    }

    void networksAreOfferedWhatTheyCanLearn() {
        QFETCH(QString, architecture);
        QFETCH(QString, tasks);
        FineTuneDialog dialog(*workspace_, {trained(architecture.toStdString())});
        const auto* task = dialog.findChild<QComboBox*>("fineTask");
        const auto* items = qobject_cast<QStandardItemModel*>(task->model());
        QString offered;
        for (int row = 0; row < task->count(); ++row)
            offered += items->item(row)->isEnabled() ? '1' : '0';
        QCOMPARE(offered, tasks);
        QCOMPARE(dialog.findChild<QComboBox*>("fineWeights")->isEnabled(),
                 architecture != "bengio");
    }

    /// One that was made elsewhere, beside a run's: it has no other checkpoint, and knows no corpus
    /// of this library.
    void importedModelsAreOffered() {
        QVERIFY(training::importedBases(*workspace_).empty());
        library::Model model;
        model.name = "made elsewhere";
        model.kind = "neural";
        model.file = "models/elsewhere.ngc";
        model.specification = nlohmann::json(neural::usualRun("bert")).dump();
        model.id = workspace_->library().models().add(model);
        std::vector<training::FineTuningBase> bases = training::importedBases(*workspace_);
        QCOMPARE(bases.size(), std::size_t{1});
        bases.insert(bases.begin(), trained("gpt-2"));
        FineTuneDialog dialog(*workspace_, bases);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        QCOMPARE(support::unnamedWidgets(dialog), QStringList());
        auto* task = dialog.findChild<QComboBox*>("fineTask");
        auto* checkpoint = dialog.findChild<QComboBox*>("fineCheckpoint");
        QVERIFY(checkpoint->isVisible());
        task->setCurrentIndex(1); // conversations, which BERT cannot learn
        auto* models = dialog.findChild<QComboBox*>("fineModel");
        models->setFocus();
        QTest::keyClick(models, Qt::Key_Down);
        QVERIFY(!checkpoint->isVisible());
        QCOMPARE(task->currentIndex(), 0);
        const tasks::NeuralRequest request = dialog.request();
        QCOMPARE(request.spec.architecture, std::string("bert"));
        QCOMPARE(request.from->model, model.id);
        QCOMPARE(request.from->run, std::int64_t{0});
        QVERIFY(!request.from->best);
        QCOMPARE(request.corpora.size(), std::size_t{1});
        workspace_->library().models().remove(model.id);
    }

    void cleanupTestCase() { workspace_.reset(); }

private:
    training::FineTuningBase trained(const std::string& architecture) const {
        library::Run run;
        run.id = 1;
        run.name = "run";
        run.spec = neural::usualRun(architecture);
        run.corpora = {corpora_[0]};
        return training::baseOf(*workspace_, run);
    }

    QTemporaryDir folder_;
    std::unique_ptr<window::Workspace> workspace_;
    std::vector<std::int64_t> corpora_;
};

QTEST_MAIN(TestFineTuneDialog)
#include "tst_fine_tune_dialog.moc"
