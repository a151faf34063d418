// SPDX-License-Identifier: GPL-3.0-or-later
// Drawings of networks, the cards of all architectures, and the time that a run will take.
#include "app/training/architecture_drawing.h"
#include "app/training/architecture_outline.h"
#include "app/training/preset_cards.h"
#include "app/training/run_estimate.h"
#include "app/training/training_page.h"
#include "app/window/workspace.h"
#include "core/library/run_store.h"
#include "core/neural/specification/parameter_count.h"
#include "core/neural/specification/transformer_presets.h"
#include "tests/app/support/accessibility.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using training::ArchitectureDrawing;
using training::Outline;
using training::outlineOf;

namespace {

/// The texts of a group's rows, parts that stand beside each other joined by "|"; "+" behind a row
/// to which something is added again.
QStringList rowsOf(const training::OutlineGroup& group) {
    QStringList rows;
    for (const auto& row : group.rows) {
        QStringList parts;
        for (const auto& part : row.parts)
            parts << part.text;
        rows << parts.join(" | ") + (row.added ? " +" : "");
    }
    return rows;
}

} // namespace

class PresetsTest : public QObject {
    Q_OBJECT

private slots:
    void outlineFollowsTheTransformer();
    void outlineOfExpertsAndLatentAttention();
    void outlineOfTheOldNetworks();
    void everyArchitectureIsDrawn();
    void drawingFollowsTheFields();
    void cardsShowBothSizes();
    void cardIsChosen();
    void timeIsEstimatedFromWhatWasMeasured();
};

void PresetsTest::outlineFollowsTheTransformer() {
    neural::RunSpec spec = neural::usualRun("gpt-2");
    Outline outline = outlineOf(spec);
    QCOMPARE(outline.groups.size(), std::size_t{3});
    QCOMPARE(rowsOf(outline.groups[0]), QStringList{"Embeddings, 128 wide + positions, learned"});
    QCOMPARE(outline.groups[1].times, 4U);
    QCOMPARE(rowsOf(outline.groups[1]),
             (QStringList{"LayerNorm", "Attention, 4 heads +", "LayerNorm", "GELU, 512 wide +"}));
    QCOMPARE(outline.groups[1].rows[1].added, std::optional(-1));
    QCOMPARE(outline.groups[1].rows[3].added, std::optional(1));
    QCOMPARE(rowsOf(outline.groups[2]),
             (QStringList{"LayerNorm", "Output by the embeddings, softmax"}));
    QVERIFY(outline.tied);

    spec.transformer.normPlace = neural::NormPlace::After;
    spec.transformer.norm = neural::Norm::RmsNorm;
    spec.transformer.position = neural::Position::Rotary;
    spec.transformer.tiedOutput = false;
    spec.transformer.layers = 7;
    outline = outlineOf(spec);
    QCOMPARE(outline.groups[1].times, 7U);
    QCOMPARE(rowsOf(outline.groups[1]), (QStringList{"Attention, 4 heads, rotary +", "RMSNorm",
                                                     "GELU, 512 wide +", "RMSNorm"}));
    QCOMPARE(rowsOf(outline.groups[2]), QStringList{"Output, softmax"});
    QVERIFY(!outline.tied);

    const Outline palm = outlineOf(neural::usualRun("palm"));
    QCOMPARE(
        rowsOf(palm.groups[1]),
        (QStringList{"LayerNorm", "Multi-query attention, 4 heads, rotary | SwiGLU, 344 wide +"}));
}

void PresetsTest::outlineOfExpertsAndLatentAttention() {
    const Outline outline = outlineOf(neural::usualRun("deepseek"));
    const auto rows = rowsOf(outline.groups[1]);
    QCOMPARE(rows[1], QString("Latent attention, 4 heads, rotary +"));
    QCOMPARE(rows[3], QString("SwiGLU, 2 of 8 experts, and 1 shared +"));
    QVERIFY(outline.groups[1].rows[3].parts[0].boxes > 1);
}

void PresetsTest::outlineOfTheOldNetworks() {
    neural::RunSpec spec = neural::usualRun("bengio");
    spec.bengio.directConnections = true;
    Outline outline = outlineOf(spec);
    QCOMPARE(rowsOf(outline.groups[0]),
             (QStringList{"Embeddings of 4 tokens, 32 wide", "tanh, 64 wide", "Output, softmax"}));
    QVERIFY(outline.direct);
    spec = neural::usualRun("lstm");
    spec.recurrent.layers = 2;
    outline = outlineOf(spec);
    QCOMPARE(outline.groups[1].times, 2U);
    QCOMPARE(rowsOf(outline.groups[1]), QStringList{"LSTM, 128 wide"});
    QVERIFY(outline.groups[1].rows[0].loops);
    QVERIFY(outline.text().contains("2 times: LSTM"));
}

void PresetsTest::everyArchitectureIsDrawn() {
    QList<QImage> pictures;
    for (const std::string& architecture : neural::architectures()) {
        ArchitectureDrawing drawing;
        drawing.resize(260, 10);
        drawing.setSpec(neural::usualRun(architecture));
        QVERIFY(drawing.height() > 80);
        QVERIFY(!drawing.accessibleDescription().isEmpty());
        pictures << drawing.grab().toImage();
    }
    // GPT-2 and GPT-3 alone have the same parts.
    for (int i = 0; i + 1 < pictures.size(); ++i)
        if (neural::architectures()[std::size_t(i)] != "gpt-2")
            QVERIFY(pictures[i] != pictures[i + 1]);
    // An encoder-decoder, too, though nobody trains one here.
    neural::RunSpec both = neural::usualRun("gpt-2");
    both.transformer.kind = neural::TransformerKind::EncoderDecoder;
    both.transformer.decoderLayers = 3;
    const Outline outline = outlineOf(both);
    QCOMPARE(outline.groups.size(), std::size_t{4});
    QCOMPARE(outline.groups[2].times, 3U);
    QVERIFY(rowsOf(outline.groups[2]).contains("Attention to the encoder +"));
}

void PresetsTest::drawingFollowsTheFields() {
    const QTemporaryDir folder;
    window::Workspace workspace(folder.path().toStdString());
    training::TrainingPage page(workspace);
    page.resize(1200, 800);
    page.show();
    const auto* drawing = page.findChild<ArchitectureDrawing*>("drawing");
    QVERIFY(drawing->outline().text().contains("tanh, 64 wide"));
    page.findChild<QSpinBox*>("hiddenWidth")->setValue(99);
    QVERIFY(drawing->outline().text().contains("tanh, 99 wide"));
    auto* architecture = page.findChild<QComboBox*>("architecture");
    architecture->setCurrentIndex(architecture->findData("palm"));
    QVERIFY(drawing->outline().text().contains("|"));
    QTest::mouseClick(page.findChild<QCheckBox*>("parallel"), Qt::LeftButton, {}, {8, 8});
    QVERIFY(!drawing->outline().text().contains("|"));
    const int before = drawing->height();
    architecture->setCurrentIndex(architecture->findData("bengio"));
    QVERIFY(drawing->height() < before);
}

void PresetsTest::cardsShowBothSizes() {
    neural::TrainingSpec steps;
    steps.steps = 5000;
    training::PresetCards cards(65, steps, 2e10);
    cards.show();
    const auto figures = [&](const char* card) {
        return cards.findChild<QWidget*>(card)->findChild<QLabel*>("figures")->text();
    };
    const QString gpt2 = figures("card_gpt-2");
    for (const char* wanted : {"GPT-2 small", "&nbsp;12<", "&nbsp;768<", "50,257", "124 million",
                               "809,856", "248.9 MB", "5,000 steps", "about"})
        QVERIFY2(gpt2.contains(wanted), qPrintable(gpt2 + " lacks " + wanted));
    QVERIFY(figures("card_gpt-3").contains("175 billion"));
    QVERIFY(!figures("card_lstm").contains("16 bits")); // no system is named after it
    for (const std::string& architecture : neural::architectures())
        QVERIFY(cards.findChild<QWidget*>("card_" + QString::fromStdString(architecture)));
    QCOMPARE(support::unnamedWidgets(cards), QStringList());
}

void PresetsTest::cardIsChosen() {
    const QTemporaryDir folder;
    window::Workspace workspace(folder.path().toStdString());
    training::TrainingPage page(workspace);
    page.resize(1200, 800);
    page.show();
    QTest::mouseClick(page.findChild<QPushButton*>("presets"), Qt::LeftButton);
    auto* cards = page.findChild<training::PresetCards*>();
    QVERIFY(cards && cards->isVisible());
    auto* choose = cards->findChild<QWidget*>("card_bloom")->findChild<QPushButton*>("choose");
    choose->setFocus();
    QTest::keyClick(choose, Qt::Key_Space);
    QCOMPARE(page.findChild<QComboBox*>("architecture")->currentData().toString(),
             QString("bloom"));
    QCOMPARE(page.findChild<QComboBox*>("position")->currentData().toString(), QString("alibi"));
    QTRY_VERIFY(!page.findChild<training::PresetCards*>());
}

void PresetsTest::timeIsEstimatedFromWhatWasMeasured() {
    const QTemporaryDir folder;
    window::Workspace workspace(folder.path().toStdString());
    auto& library = workspace.library();
    QVERIFY(!training::measuredSpeed(library));
    for (const char* architecture : {"gpt-2", "gru", "bengio"}) {
        library::Run run;
        run.name = architecture;
        run.spec = neural::usualRun(architecture);
        run.parameters = neural::parameterCount(run.spec, 65);
        const auto id = library.runs().add(run);
        std::vector<neural::StepMetrics> metrics(100);
        for (std::uint64_t step = 1; step <= 100; ++step) {
            metrics[step - 1].step = step;
            metrics[step - 1].seconds = 0.25 * static_cast<double>(step);
        }
        library.runs().addMetrics(id, metrics);
        // So the same network will take as long again: a quarter of a second a step.
        const auto speed = training::measuredSpeed(library);
        QVERIFY(speed);
        QVERIFY(std::abs(training::stepFlops(run.spec, 65) / *speed - 0.25) < 1e-9);
        neural::RunSpec larger = run.spec;
        larger.training.accumulation = 2;
        QVERIFY(std::abs(training::stepFlops(larger, 65) / *speed - 0.5) < 1e-9);
    }
}

QTEST_MAIN(PresetsTest)
#include "tst_presets.moc"
