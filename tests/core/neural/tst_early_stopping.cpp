// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/neural/checkpoints/checkpoint.h"
#include "core/neural/schedule/early_stopping.h"
#include "tests/core/neural/training_run.h"

#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>

using namespace neural;

namespace {

/// So little text that it is learnt by heart, whereupon the validation loss rises.
const SmallCorpus& littleText() {
    static const SmallCorpus corpus(12);
    return corpus;
}

RunSpec patientRun() {
    RunSpec spec = smallRun();
    spec.training.steps = 2000;
    spec.training.validationInterval = 10;
    spec.training.patience = 4;
    return spec;
}

/// As the definition has it, from the losses that were measured: the step to stop at, or 0.
std::uint64_t expectedStep(const Listener& listener, const TrainingSpec& spec) {
    Patience patience;
    for (const StepMetrics& metrics : listener.steps) {
        if (!metrics.validationLoss)
            continue;
        patience.hear(*metrics.validationLoss, spec.minImprovement);
        if (patience.waited >= spec.patience)
            return metrics.step;
    }
    return 0;
}

} // namespace

class EarlyStoppingTest : public QObject {
    Q_OBJECT

private slots:
    void patienceCountsWhatDoesNotImprove();
    void runStopsAndKeepsItsBest();
    void resumedRunStopsAtTheSameStep();
    void runThatGoesOnGetsANewChance();
    void smallImprovementsDoNotCount();
    void settingsAreChecked();
};

void EarlyStoppingTest::patienceCountsWhatDoesNotImprove() {
    Patience patience;
    patience.hear(3, 0.1);
    QCOMPARE(patience.waited, std::uint64_t{0});
    patience.hear(2.95, 0.1); // better, but not by enough
    patience.hear(2.9, 0.1);  // by exactly as much
    QCOMPARE(patience.waited, std::uint64_t{2});
    QCOMPARE(patience.least, std::optional(3.0));
    patience.hear(2.89, 0.1);
    QCOMPARE(patience.waited, std::uint64_t{0});
    QCOMPARE(patience.least, std::optional(2.89));
    patience.hear(2.89, 0); // the same is no improvement
    QCOMPARE(patience.waited, std::uint64_t{1});
}

void EarlyStoppingTest::runStopsAndKeepsItsBest() {
    const QTemporaryDir folder;
    const auto path = checkpointIn(folder.path());
    const RunSpec spec = patientRun();
    Listener listener;
    const TrainingResult result = train(spec, littleText(), path, listener);
    QVERIFY(result.stoppedEarly && !result.stopped);
    QVERIFY(result.step < spec.training.steps);
    QCOMPARE(result.step, expectedStep(listener, spec.training));
    QCOMPARE(listener.steps.size(), std::size_t(result.step));
    // Both checkpoints are there: the last, to go on from, and the best.
    QCOMPARE(readCheckpointInfo(path).step, result.step);
    QCOMPARE(readCheckpointInfo(bestCheckpoint(path)).step, result.step - 40);

    // It changed nothing of the steps that were taken.
    RunSpec without = spec;
    without.training.patience = 0;
    without.training.steps = result.step;
    Listener whole;
    const auto other = folder.filePath("other.ngc").toStdString();
    QVERIFY(!train(without, littleText(), other, whole).stoppedEarly);
    QCOMPARE(whole.losses(), listener.losses());
}

void EarlyStoppingTest::resumedRunStopsAtTheSameStep() {
    const QTemporaryDir folder;
    const RunSpec spec = patientRun();
    Listener whole;
    const auto result = train(spec, littleText(), checkpointIn(folder.path()), whole);
    const auto path = folder.filePath("resumed.ngc").toStdString();
    Listener first;
    first.stopAt = result.step - 15; // it has waited for two validations already
    QVERIFY(train(spec, littleText(), path, first).stopped);
    Listener second;
    const auto resumed = train(spec, littleText(), path, second, true);
    QVERIFY(resumed.stoppedEarly);
    QCOMPARE(resumed.step, result.step);
    QCOMPARE(second.losses(), whole.losses(first.stopAt));
}

void EarlyStoppingTest::runThatGoesOnGetsANewChance() {
    const QTemporaryDir folder;
    const auto path = checkpointIn(folder.path());
    const RunSpec spec = patientRun();
    Listener listener;
    const auto step = train(spec, littleText(), path, listener).step;
    const auto best = readCheckpointInfo(bestCheckpoint(path)).step;
    const TrainingResult again = train(spec, littleText(), path, listener, true);
    QVERIFY(again.stoppedEarly);
    QCOMPARE(again.step, step + 40);
    QCOMPARE(readCheckpointInfo(bestCheckpoint(path)).step, best);
}

void EarlyStoppingTest::smallImprovementsDoNotCount() {
    const QTemporaryDir folder;
    RunSpec spec = patientRun();
    spec.training.minImprovement = 50; // nobody improves by so much
    Listener listener;
    const auto result = train(spec, littleText(), checkpointIn(folder.path()), listener);
    QVERIFY(result.stoppedEarly);
    QCOMPARE(result.step, std::uint64_t{40}); // four validations after that of step 1
    QCOMPARE(result.step, expectedStep(listener, spec.training));
    // What is best has fallen all the same, and is kept.
    QVERIFY(readCheckpointInfo(bestCheckpoint(checkpointIn(folder.path()))).step > 1);
}

void EarlyStoppingTest::settingsAreChecked() {
    RunSpec spec = patientRun();
    requireValid(spec);
    QCOMPARE(nlohmann::json(spec).get<RunSpec>(), spec);
    spec.training.minImprovement = -1;
    QVERIFY_EXCEPTION_THROWN(requireValid(spec), base::InputError);
    spec.training.minImprovement = 0;
    spec.training.validationShare = 0;
    QVERIFY_EXCEPTION_THROWN(requireValid(spec), base::InputError);
    // What an older version stored has no patience.
    auto json = nlohmann::json(patientRun());
    json["training"].erase("patience");
    json["training"].erase("min_improvement");
    QCOMPARE(json.get<RunSpec>().training.patience, std::uint64_t{0});
}

QTEST_APPLESS_MAIN(EarlyStoppingTest)
#include "tst_early_stopping.moc"
