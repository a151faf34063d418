// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/neural/checkpoints/checkpoint.h"
#include "tests/core/neural/training_run.h"

#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <thread>

// What the trainer offers besides steps: accumulation, clipping, schedules, the best checkpoint,
// samples.

using namespace neural;

namespace {

/// A run that has everything.
RunSpec richRun(const std::string& architecture) {
    RunSpec spec = smallRun(architecture);
    spec.training.steps = 40;
    spec.training.batchSize = 8;
    spec.training.accumulation = 2;
    spec.training.schedule = Schedule::Cosine;
    spec.training.warmupSteps = 6;
    spec.training.beta1 = 0.8;
    spec.training.beta2 = 0.95;
    spec.training.gradientClip = 0.5;
    spec.training.validationInterval = 4;
    spec.training.keepBest = true;
    spec.training.sampleInterval = 10;
    spec.training.sampleLength = 12;
    return spec;
}

/// A run whose batches are worth more than one thread.
RunSpec sharedRun() {
    RunSpec spec = usualRun("gpt-2");
    spec.transformer.layers = 1;
    spec.transformer.contextLength = 32;
    spec.training.batchSize = 12;
    spec.training.steps = 10;
    spec.training.validationInterval = 5;
    return spec;
}

} // namespace

class TestTrainer : public QObject {
    Q_OBJECT
private slots:
    void smallBatchesMakeALargeOne_data() { architectureRows(); }
    void smallBatchesMakeALargeOne();
    void stepsAreMeasured();
    void clippingHoldsTheStepsBack();
    void clippingThatNeverClipsChangesNoBit();
    void decayShrinksMatrices();
    void bfloat16LearnsTheSame_data();
    void bfloat16LearnsTheSame();
    void bestCheckpointIsKept();
    void samplesAreDrawnAtTheirInterval();
    void sharesAreThoseOfTheRunsStart();
    void quickestSettingIsRemembered();
    void richRunGoesOnExactly_data() { architectureRows(); }
    void richRunGoesOnExactly();

private:
    static void architectureRows() {
        QTest::addColumn<QString>("architecture");
        for (const std::string& name : architectures())
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }
};

void TestTrainer::smallBatchesMakeALargeOne() {
    QFETCH(QString, architecture);
    const QTemporaryDir folder;
    const SmallCorpus corpus;
    RunSpec spec = smallRun(architecture.toStdString());
    spec.training.steps = 10;
    spec.training.optimizer = Optimizer::Sgd; // AdamW makes much of a last bit in a small gradient
    Listener large;
    train(spec, corpus, folder.filePath("large.ngc").toStdString(), large);
    spec.training.batchSize /= 4;
    spec.training.accumulation = 4;
    Listener small;
    train(spec, corpus, folder.filePath("small.ngc").toStdString(), small);
    for (std::size_t i = 0; i < 10; ++i) {
        QVERIFY(std::abs(small.steps[i].trainingLoss - large.steps[i].trainingLoss) < 1e-5);
        QCOMPARE(small.steps[i].predictions, large.steps[i].predictions);
    }
}

void TestTrainer::stepsAreMeasured() {
    const QTemporaryDir folder;
    const SmallCorpus corpus;
    const RunSpec spec = richRun("bengio");
    Listener listener;
    train(spec, corpus, checkpointIn(folder.path()), listener);
    QCOMPARE(listener.steps.size(), std::size_t{40});
    QCOMPARE(listener.steps[0].predictions, std::uint64_t{16});
    QVERIFY(std::abs(listener.steps[2].learningRate - 0.005) < 1e-12); // of 6 warm-up steps
    QCOMPARE(listener.steps[5].learningRate, 0.01);
    QVERIFY(std::abs(listener.steps.back().learningRate - 0.001) < 1e-12);
    for (const StepMetrics& metrics : listener.steps)
        QVERIFY(metrics.gradientNorm > 0);
}

void TestTrainer::clippingHoldsTheStepsBack() {
    const QTemporaryDir folder;
    const SmallCorpus corpus;
    RunSpec spec = smallRun();
    spec.bengio.directConnections = true;
    spec.training.optimizer = Optimizer::Sgd;
    spec.training.learningRate = 1000; // diverges, see tst_neural_training
    spec.training.gradientClip = 1e-4;
    Listener listener;
    train(spec, corpus, checkpointIn(folder.path()), listener);
    QCOMPARE(listener.steps.size(), std::size_t{60});
    QVERIFY(listener.steps.back().trainingLoss < listener.steps.front().trainingLoss);
}

/// Without clipping the norm is taken in the pass that changes the weights.
void TestTrainer::clippingThatNeverClipsChangesNoBit() {
    const QTemporaryDir folder;
    const SmallCorpus corpus;
    RunSpec spec = smallRun("gpt-2");
    spec.training.steps = 10;
    for (const Optimizer optimizer : {Optimizer::AdamW, Optimizer::Sgd}) {
        spec.training.optimizer = optimizer;
        spec.training.gradientClip = 0;
        Listener without;
        train(spec, corpus, checkpointIn(folder.path()), without);
        spec.training.gradientClip = 1e9;
        Listener with;
        train(spec, corpus, checkpointIn(folder.path()), with);
        QCOMPARE(without.losses(), with.losses());
        for (std::size_t i = 0; i < with.steps.size(); ++i)
            QCOMPARE(without.steps[i].gradientNorm, with.steps[i].gradientNorm);
    }
}

void TestTrainer::decayShrinksMatrices() {
    const QTemporaryDir folder;
    const SmallCorpus corpus;
    const auto path = checkpointIn(folder.path());
    const auto norms = [&](double decay) {
        RunSpec spec = smallRun();
        spec.training.weightDecay = decay;
        Listener listener;
        train(spec, corpus, path, listener);
        const Checkpoint checkpoint(path);
        double sum = 0;
        for (const float value : checkpoint.tensor("U", {13, 16}))
            sum += double{value} * value;
        return sum;
    };
    const double free = norms(0);
    QVERIFY(norms(1) < 0.7 * free);
}

void TestTrainer::bfloat16LearnsTheSame_data() {
    QTest::addColumn<QString>("architecture");
    for (const char* architecture : {"bengio", "lstm", "gpt-2", "llama"})
        QTest::newRow(architecture) << architecture;
}

/// Other numbers, the same twice, and no other loss.
void TestTrainer::bfloat16LearnsTheSame() {
    QFETCH(QString, architecture);
    const QTemporaryDir folder;
    const SmallCorpus corpus;
    const auto losses = [&](Precision precision) {
        RunSpec spec = smallRun(architecture.toStdString());
        spec.training.precision = precision;
        Listener listener;
        train(spec, corpus, checkpointIn(folder.path()), listener);
        std::vector<double> losses;
        for (const StepMetrics& metrics : listener.steps)
            losses.push_back(metrics.trainingLoss);
        return losses;
    };
    const std::vector<double> single = losses(Precision::Float32);
    const std::vector<double> rounded = losses(Precision::Bfloat16);
    QCOMPARE(losses(Precision::Bfloat16), rounded);
    QVERIFY(rounded != single);
    QVERIFY2(std::abs(rounded.back() - single.back()) < 0.01,
             qPrintable(QString("%1 beside %2").arg(rounded.back()).arg(single.back())));
}

void TestTrainer::bestCheckpointIsKept() {
    const QTemporaryDir folder;
    const SmallCorpus corpus(12); // so little that it is learnt by heart
    const auto path = checkpointIn(folder.path());
    RunSpec spec = smallRun();
    spec.training.steps = 400;
    spec.training.keepBest = true;
    spec.training.validationInterval = 10;
    Listener listener;
    train(spec, corpus, path, listener);
    const auto least =
        std::min_element(listener.steps.begin(), listener.steps.end(),
                         [](const StepMetrics& a, const StepMetrics& b) {
                             return a.validationLoss.value_or(1e9) < b.validationLoss.value_or(1e9);
                         });
    QVERIFY(least->step < 400);
    QCOMPARE(bestCheckpoint(path).filename().string(), std::string("checkpoint-best.ngc"));
    const Checkpoint best(bestCheckpoint(path));
    QCOMPARE(best.state().info.step, least->step);
    QCOMPARE(best.state().validationLoss, least->validationLoss);
    QCOMPARE(Checkpoint(path).state().info.step, std::uint64_t{400});
    QCOMPARE(Checkpoint(path).state().bestValidationLoss, least->validationLoss);
    // It can be used like any other.
    QVERIFY(backend().openModel(bestCheckpoint(path)));

    // A run that goes on knows what was best, and keeps it.
    spec.training.steps = 420;
    train(spec, corpus, path, listener, true);
    QCOMPARE(readCheckpointInfo(bestCheckpoint(path)).step, least->step);

    // Only where it is asked for.
    spec.training.keepBest = false;
    const auto other = folder.filePath("other.ngc").toStdString();
    train(spec, corpus, other, listener);
    QVERIFY(!std::filesystem::exists(bestCheckpoint(other)));
}

void TestTrainer::samplesAreDrawnAtTheirInterval() {
    const QTemporaryDir folder;
    const SmallCorpus corpus;
    RunSpec spec = richRun("gru");
    spec.training.steps = 200;
    spec.training.sampleInterval = 50;
    Listener listener;
    train(spec, corpus, checkpointIn(folder.path()), listener);
    QCOMPARE(listener.samples.size(), std::size_t{5});
    QCOMPARE(listener.samples[0].step, std::uint64_t{0}); // before it has learnt
    QCOMPARE(listener.samples[2].step, std::uint64_t{100});
    for (const Sample& sample : std::span(listener.samples).subspan(1))
        QVERIFY(!sample.text.empty());
    // The grammar is learnt: an article, a noun, a verb, … an adverb.
    const auto& last = listener.samples.back().text;
    QVERIFY2(last.starts_with("the ") || last.starts_with("a "), last.c_str());
    QVERIFY2(last.ends_with("quietly") || last.ends_with("today"), last.c_str());

    // A sample changes nothing of the run.
    spec.training.sampleInterval = 0;
    Listener without;
    train(spec, corpus, folder.filePath("without.ngc").toStdString(), without);
    QVERIFY(without.samples.empty());
    QCOMPARE(without.losses(), listener.losses());
}

void TestTrainer::sharesAreThoseOfTheRunsStart() {
    const QTemporaryDir folder;
    const SmallCorpus corpus;
    RunSpec spec = sharedRun();
    spec.training.threads = 2;
    Listener whole;
    train(spec, corpus, checkpointIn(folder.path()), whole);
    QCOMPARE(readCheckpointInfo(checkpointIn(folder.path())).shares, 2U);

    const auto path = folder.filePath("resumed.ngc").toStdString();
    Listener first;
    first.stopAt = 5;
    QVERIFY(train(spec, corpus, path, first).stopped);
    spec.training.threads = 1; // as on another machine
    Listener second;
    train(spec, corpus, path, second, true);
    QCOMPARE(second.losses(), whole.losses(5));
    QCOMPARE(readCheckpointInfo(path).shares, 2U);
    QCOMPARE(readCheckpointInfo(path).setting, (ComputeSetting{1, 1}));
}

void TestTrainer::quickestSettingIsRemembered() {
    const QTemporaryDir folder;
    const SmallCorpus corpus;
    RunSpec spec = sharedRun();
    spec.training.steps = 25;
    const auto memory = folder.filePath("settings.json").toStdString();
    const auto runWith = [&](const std::filesystem::path& settings) {
        Listener listener;
        base::NoProgress progress;
        TrainingRequest request{spec, &corpus.tokenizer, corpus.tokens,
                                checkpointIn(folder.path())};
        request.settings = settings;
        backend().train(request, listener, progress, {});
        return listener.losses();
    };
    const auto losses = runWith({});
    QCOMPARE(runWith(memory), losses); // while it is measured
    if (std::thread::hardware_concurrency() < 2)
        QSKIP("One core leaves nothing to choose.");

    // Whatever is remembered is used, and nothing is measured again.
    nlohmann::json all = nlohmann::json::parse(base::readFile(memory));
    QCOMPARE(all.size(), std::size_t{1});
    all.begin().value() = {{"workers", 1}, {"product_threads", 1}, {"seconds", 1000}};
    std::ofstream(memory) << all;
    QCOMPARE(runWith(memory), losses);
    QCOMPARE(nlohmann::json::parse(base::readFile(memory)), all);
    const auto info = readCheckpointInfo(checkpointIn(folder.path()));
    QCOMPARE(info.setting, (ComputeSetting{1, 1}));

    // The model tells of it.
    const auto model = backend().openModel(checkpointIn(folder.path()));
    QStringList facts;
    for (const lm::Fact& fact : model->describe().facts)
        facts << QString::fromStdString(fact.label.english() + ": " + fact.value);
    QVERIFY(facts.contains("Threads for shares: 1"));
    QVERIFY(facts.contains(QString("Shares of a batch: %1").arg(info.shares)));

    // Another batch is another measurement.
    spec.training.batchSize = 8;
    runWith(memory);
    QCOMPARE(nlohmann::json::parse(base::readFile(memory)).size(), std::size_t{2});
}

void TestTrainer::richRunGoesOnExactly() {
    QFETCH(QString, architecture);
    const QTemporaryDir folder;
    const SmallCorpus corpus;
    RunSpec spec = richRun(architecture.toStdString());
    spec.recurrent.dropout = spec.transformer.dropout = 0.3;
    Listener whole;
    train(spec, corpus, checkpointIn(folder.path()), whole);
    Listener again;
    train(spec, corpus, folder.filePath("again.ngc").toStdString(), again);
    QCOMPARE(again.losses(), whole.losses());

    const auto path = folder.filePath("resumed.ngc").toStdString();
    Listener first;
    first.stopAt = 17;
    QVERIFY(train(spec, corpus, path, first).stopped);
    Listener second;
    train(spec, corpus, path, second, true);
    QCOMPARE(second.losses(), whole.losses(17));
    QCOMPARE(second.samples.back().text, whole.samples.back().text);
}

QTEST_APPLESS_MAIN(TestTrainer)
#include "tst_trainer.moc"
