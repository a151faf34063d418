// SPDX-License-Identifier: GPL-3.0-or-later
// A real network that has learnt labels, looked at through the page.
#include "app/inspect/inspect_page.h"
#include "app/inspect/label_panel.h"
#include "app/inspect/token_editor.h"
#include "app/plot/bar_plot.h"
#include "app/plot/heatmap.h"
#include "app/window/text.h"
#include "app/window/workspace.h"
#include "core/tasks/import_corpus.h"
#include "core/tasks/train_neural.h"
#include "tests/app/support/accessibility.h"

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace inspect;

namespace {

constexpr int patience = 60'000; // ms; loading LibTorch on a busy machine is slow

} // namespace

class TestLabelPanel : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        if (!QFile::exists(qEnvironmentVariable("NGRAMOPHONE_NEURAL_MODULE")))
            QSKIP("The neural module is not there");
        workspace_ = std::make_unique<window::Workspace>(window::toPath(folder_.filePath("lib")));
        std::string text;
        std::string table = "text,label\n";
        for (int i = 0; i < 60; ++i) {
            text += i % 2 == 0 ? "the cat sat\n" : "a dog ran\n";
            table += i % 2 == 0 ? "the cat sat,cats\n" : "a dog ran,dogs\n";
        }
        tasks::NeuralRequest request;
        request.library = workspace_->folder();
        request.corpora = {import("text.txt", text)};
        request.tokenizer.kind = text::TokenizerKind::Words;
        request.spec = neural::usualRun("bert");
        request.spec.transformer.contextLength = 8;
        request.spec.transformer.layers = 1;
        request.spec.transformer.width = 16;
        request.spec.transformer.heads = 2;
        request.spec.transformer.headWidth = 8;
        request.spec.transformer.innerWidth = 16;
        request.spec.training.steps = 40;
        request.spec.training.learningRate = 0.01;
        request.spec.training.threads = 1;
        base::NoProgress progress;
        const auto base = tasks::trainNeural(request, {}, progress, {});
        request.corpora = {import("table.csv", table)};
        request.from = tasks::StartFrom{base.model->id};
        request.spec.training.task = neural::TrainingTask::Labels;
        request.name = "cats or dogs";
        tasks::trainNeural(request, {}, progress, {});
        import("broken.csv", "the cat sat\n");
    }

    void labelsAreToldAndCounted() {
        InspectPage page(*workspace_);
        page.resize(1100, 700);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        auto* models = page.findChild<QComboBox*>("models");
        auto* panel = page.findChild<LabelPanel*>();
        QTRY_VERIFY_WITH_TIMEOUT(panel->isVisible(), patience); // the newest model comes first
        QCOMPARE(support::unnamedWidgets(*panel), QStringList());
        page.editor()->setPlainText("a dog ran");
        const auto* bars = panel->findChild<plot::BarPlot*>("labelBars");
        QTRY_COMPARE_WITH_TIMEOUT(bars->bars().size(), std::size_t{2}, patience);
        QCOMPARE(bars->bars()[0].label, QString("dogs"));
        QVERIFY(bars->bars()[0].value > 0.5);
        QVERIFY(std::abs(bars->bars()[0].value + bars->bars()[1].value - 1) < 1e-9);
        page.editor()->setPlainText("the cat sat");
        QTRY_COMPARE_WITH_TIMEOUT(bars->bars()[0].label, QString("cats"), patience);

        auto* corpora = panel->findChild<QComboBox*>("labelCorpus");
        const auto* said = panel->findChild<QLabel*>("accuracy");
        corpora->setCurrentIndex(corpora->findText("table"));
        QTest::mouseClick(panel->findChild<QPushButton*>("evaluate"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(said->text().contains("60 of 60"), patience);
        const QString csv = folder_.filePath("confusion.csv");
        panel->findChild<plot::Heatmap*>("confusion")->saveCsv(csv);
        QFile file(csv);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray written = file.readAll();
        QVERIFY2(written.contains("30"), written.constData());

        corpora->setCurrentIndex(corpora->findText("broken"));
        QTest::mouseClick(panel->findChild<QPushButton*>("evaluate"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(said->text().contains("broken.csv"), patience);

        models->setCurrentIndex(1); // the model that it began as has no labels
        QTRY_VERIFY_WITH_TIMEOUT(!panel->isVisible(), patience);
    }

    void cleanupTestCase() { workspace_.reset(); }

private:
    std::int64_t import(const std::string& name, const std::string& text) {
        const std::filesystem::path path = folder_.path().toStdString() + "/" + name;
        std::ofstream(path, std::ios::binary) << text;
        base::NoProgress progress;
        return tasks::importCorpus({workspace_->folder(), {path}, {}, {}}, {}, progress, {}).id;
    }

    QTemporaryDir folder_;
    std::unique_ptr<window::Workspace> workspace_;
};

QTEST_MAIN(TestLabelPanel)
#include "tst_label_panel.moc"
