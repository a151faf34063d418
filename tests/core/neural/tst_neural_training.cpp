// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "tests/core/neural/training_run.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <thread>

using namespace neural;

namespace {

/// Enough steps that the process can be killed among them.
RunSpec longRun(const std::string& architecture) {
    RunSpec spec = smallRun(architecture);
    spec.training.steps = 240; // the child is killed at a quarter of them
    spec.training.checkpointInterval = 40;
    spec.training.validationInterval = 50;
    return spec;
}

constexpr const char* childFolder = "NGRAMOPHONE_TEST_TRAIN_IN";
constexpr const char* childArchitecture = "NGRAMOPHONE_TEST_TRAIN";

} // namespace

class TestNeuralTraining : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void lossFalls_data();
    void lossFalls();
    void resumedRunIsExact_data();
    void resumedRunIsExact();
    void otherNetworkIsNotResumed();
    void networkBeyondMemoryIsRefused();
    void stopWritesACheckpoint();
    void stopBeforeTheFirstStepWritesNothing();
    void pauseHoldsTheRun();
    void divergenceKeepsTheLastGoodCheckpoint();
    void divergenceBeforeACheckpoint();
    // Last: the thread sanitizer ignores a thread once it has started a process.
    void killedRunIsExact_data();
    void killedRunIsExact();
    void absentModuleIsExplained();
};

void TestNeuralTraining::initTestCase() {
    QVERIFY(!isLoaded());
    const std::string description = backend().description();
    QVERIFY(isLoaded());
    QVERIFY2(description.starts_with("LibTorch "), description.c_str());
    QCOMPARE(&backend(), &backend());
}

void TestNeuralTraining::lossFalls_data() {
    QTest::addColumn<QString>("architecture");
    QTest::addColumn<bool>("direct");
    QTest::addColumn<bool>("sgd");
    QTest::newRow("AdamW") << "bengio" << false << false;
    QTest::newRow("AdamW, direct connections") << "bengio" << true << false;
    QTest::newRow("SGD, direct connections") << "bengio" << true << true;
    for (const std::string& name : architectures())
        if (name != "bengio")
            QTest::newRow(name.c_str()) << QString::fromStdString(name) << false << false;
}

void TestNeuralTraining::lossFalls() {
    QFETCH(QString, architecture);
    QFETCH(bool, direct);
    QFETCH(bool, sgd);
    const QTemporaryDir folder;
    const SmallCorpus corpus;
    RunSpec spec = smallRun(architecture.toStdString());
    spec.bengio.directConnections = direct;
    if (sgd) {
        spec.training.optimizer = Optimizer::Sgd;
        spec.training.learningRate = 0.5;
    }
    spec.training.steps = architecture == "t5" || architecture == "bart" ? 600 : 300;
    Listener listener;
    const TrainingResult result = train(spec, corpus, checkpointIn(folder.path()), listener);
    QCOMPARE(result.step, spec.training.steps);
    QVERIFY(!result.stopped);
    // A sentence is drawn evenly: 2·3·3·2·3·2 ways over 7 tokens, 0.769 nats a token.
    const double entropy = std::log(216.0) / 7;
    // What sees both ways, or blanks, learns from a few hidden tokens a step, and some of what it
    // is asked for it knows: sentinels, the ends of blanks, what was not hidden.
    const std::map<QString, double> others = {
        {"bert", 1.5}, {"t5", 0.5}, {"bart", 0.7}, {"glm", 0.75}, {"xlnet", 1.1}};
    if (const auto other = others.find(architecture); other != others.end()) {
        QVERIFY2(*result.validationLoss < other->second,
                 qPrintable(QString::number(*result.validationLoss)));
        QVERIFY(listener.steps.front().trainingLoss > 2);
        return;
    }
    QVERIFY2(*result.validationLoss < entropy + 0.08,
             qPrintable(QString::number(*result.validationLoss)));
    QVERIFY(*result.validationLoss > entropy - 0.08);
    QVERIFY(listener.steps.front().trainingLoss > 2);

    QCOMPARE(listener.steps.size(), std::size_t{300});
    QVERIFY(listener.steps.front().validationLoss);
    for (const StepMetrics& metrics : listener.steps) {
        QCOMPARE(metrics.validationLoss.has_value(), metrics.step == 1 || metrics.step % 20 == 0);
        QVERIFY(metrics.tokensPerSecond > 0);
    }
    QVERIFY(std::is_sorted(
        listener.steps.begin(), listener.steps.end(),
        [](const StepMetrics& a, const StepMetrics& b) { return a.seconds < b.seconds; }));
    QCOMPARE(listener.checkpoints.size(), std::size_t{12});
    QCOMPARE(listener.checkpoints.back(), std::uint64_t{300});
    QCOMPARE(readCheckpointInfo(checkpointIn(folder.path())).step, std::uint64_t{300});
}

void TestNeuralTraining::resumedRunIsExact_data() {
    QTest::addColumn<QString>("architecture");
    QTest::addColumn<int>("threads");
    QTest::addColumn<bool>("sgd");
    QTest::newRow("AdamW") << "bengio" << 1 << false;
    QTest::newRow("AdamW, two threads") << "bengio" << 2 << false;
    QTest::newRow("SGD") << "bengio" << 1 << true;
    for (const std::string& name : architectures())
        if (name != "bengio")
            QTest::newRow(name.c_str()) << QString::fromStdString(name) << 2 << false;
}

void TestNeuralTraining::resumedRunIsExact() {
    QFETCH(QString, architecture);
    QFETCH(int, threads);
    QFETCH(bool, sgd);
    const QTemporaryDir folder;
    const SmallCorpus corpus;
    RunSpec spec = smallRun(architecture.toStdString());
    spec.training.threads = static_cast<unsigned>(threads);
    spec.recurrent.dropout = spec.transformer.dropout = 0.2; // masks go on as they would have
    if (sgd)
        spec.training.optimizer = Optimizer::Sgd;
    Listener whole;
    train(spec, corpus, checkpointIn(folder.path()), whole);

    const auto path = folder.filePath("resumed.ngc").toStdString();
    Listener first;
    first.stopAt = 33;
    QCOMPARE(train(spec, corpus, path, first).step, std::uint64_t{33});
    Listener second;
    const TrainingResult result = train(spec, corpus, path, second, true);
    QCOMPARE(result.step, std::uint64_t{60});
    QCOMPARE(second.steps.front().step, std::uint64_t{34});
    QCOMPARE(second.losses(), whole.losses(33));
    QVERIFY(second.steps.front().seconds > first.steps.back().seconds);

    // A run that is done is not trained further; one that shall be longer is.
    Listener third;
    QCOMPARE(train(spec, corpus, path, third, true).step, std::uint64_t{60});
    QVERIFY(third.steps.empty());
    spec.training.steps = 65;
    QCOMPARE(train(spec, corpus, path, third, true).step, std::uint64_t{65});
    QCOMPARE(third.steps.size(), std::size_t{5});
}

void TestNeuralTraining::otherNetworkIsNotResumed() {
    const QTemporaryDir folder;
    const SmallCorpus corpus;
    RunSpec spec = smallRun();
    spec.training.steps = 2;
    Listener listener;
    train(spec, corpus, checkpointIn(folder.path()), listener);
    spec.bengio.hiddenWidth += 1;
    QVERIFY_THROWS_EXCEPTION(base::TrainingError,
                             train(spec, corpus, checkpointIn(folder.path()), listener, true));
}

void TestNeuralTraining::networkBeyondMemoryIsRefused() {
    const QTemporaryDir folder;
    RunSpec spec = smallRun();
    // 16384 · 64 · 4096 weights between input and hidden layer: 16 GiB, and five times that to
    // train them.
    spec.bengio = {.contextLength = 64, .embeddingSize = 4096, .hiddenWidth = 16384};
    spec.training.batchSize = 65536;
    Listener listener;
    QVERIFY_THROWS_EXCEPTION(base::TrainingError,
                             train(spec, SmallCorpus(), checkpointIn(folder.path()), listener));
}

void TestNeuralTraining::stopWritesACheckpoint() {
    const QTemporaryDir folder;
    const SmallCorpus corpus;
    Listener listener;
    listener.stopAt = 7;
    const TrainingResult result = train(smallRun(), corpus, checkpointIn(folder.path()), listener);
    QVERIFY(result.stopped);
    QCOMPARE(result.step, std::uint64_t{7});
    QCOMPARE(listener.steps.size(), std::size_t{7});
    QCOMPARE(listener.checkpoints, std::vector<std::uint64_t>{7});
    QCOMPARE(readCheckpointInfo(checkpointIn(folder.path())).step, std::uint64_t{7});
}

void TestNeuralTraining::stopBeforeTheFirstStepWritesNothing() {
    const QTemporaryDir folder;
    const SmallCorpus corpus;
    Listener listener;
    listener.stop.request_stop();
    const TrainingResult result = train(smallRun(), corpus, checkpointIn(folder.path()), listener);
    QVERIFY(result.stopped);
    QCOMPARE(result.step, std::uint64_t{0});
    QVERIFY(!std::filesystem::exists(checkpointIn(folder.path())));
}

void TestNeuralTraining::pauseHoldsTheRun() {
    /// Pauses before the third step, for good unless stopped.
    class Pausing final : public base::Progress {
    public:
        std::vector<std::uint64_t> done;
        std::uint64_t total = 0;
        base::PauseSwitch pause;
        std::atomic<bool> waiting = false;
        void report(const base::ProgressReport& report) override {
            done.push_back(report.done);
            total = report.total;
        }
        void pausePoint(const std::stop_token& stop) override {
            if (done.size() == 2 && !waiting) {
                pause.setPaused(true);
                waiting = true;
            }
            pause.wait(stop);
        }
    };
    const QTemporaryDir folder;
    const SmallCorpus corpus;
    RunSpec spec = smallRun();
    spec.training.steps = 4;
    Listener listener;
    Pausing progress;
    TrainingResult result;
    QElapsedTimer wall;
    wall.start();
    std::jthread thread([&] {
        result = backend().train(
            {spec, &corpus.tokenizer, corpus.tokens, checkpointIn(folder.path()), false}, listener,
            progress, listener.stop.get_token());
    });
    QTRY_VERIFY(progress.waiting);
    QTest::qWait(300);
    QCOMPARE(listener.steps.size(), std::size_t{2});
    progress.pause.setPaused(false);
    thread.join();
    QCOMPARE(progress.done, (std::vector<std::uint64_t>{1, 2, 3, 4}));
    QCOMPARE(progress.total, std::uint64_t{4});
    QVERIFY2(result.seconds <= static_cast<double>(wall.elapsed()) / 1000 - 0.25,
             "the pause counts as training");
}

namespace {

/// With the direct connections the logits are products of two layers that both grow.
RunSpec divergingRun() {
    RunSpec spec = smallRun();
    spec.bengio.directConnections = true;
    spec.training.optimizer = Optimizer::Sgd;
    spec.training.learningRate = 1000;
    spec.training.checkpointInterval = 1;
    return spec;
}

} // namespace

void TestNeuralTraining::divergenceKeepsTheLastGoodCheckpoint() {
    const QTemporaryDir folder;
    const SmallCorpus corpus;
    const auto path = checkpointIn(folder.path());
    Listener listener;
    QString said;
    try {
        train(divergingRun(), corpus, path, listener);
    } catch (const base::TrainingError& error) {
        said = error.what();
    }
    QVERIFY2(!said.isEmpty(), "the run did not diverge");
    QVERIFY(!listener.checkpoints.empty());
    const std::uint64_t good = listener.checkpoints.back();
    QVERIFY2(said.contains(QString("at step %1").arg(listener.steps.size())) ||
                 said.contains(QString("at step %1").arg(listener.steps.size() + 1)),
             qPrintable(said));
    QVERIFY2(said.contains(QString("of step %1").arg(good)), qPrintable(said));
    QVERIFY(said.contains("smaller learning rate"));
    for (const StepMetrics& metrics : listener.steps)
        QVERIFY(std::isfinite(metrics.trainingLoss));
    QCOMPARE(readCheckpointInfo(path).step, good);
    const auto model = backend().openModel(path);
    const auto session = model->openSession();
    session->feed(std::vector{text::Vocabulary::begin});
    for (const double value : session->logProbabilities())
        QVERIFY(!std::isnan(value));
}

void TestNeuralTraining::divergenceBeforeACheckpoint() {
    const QTemporaryDir folder;
    RunSpec spec = divergingRun();
    spec.training.checkpointInterval = 1000;
    Listener listener;
    QVERIFY_THROWS_EXCEPTION(base::TrainingError,
                             train(spec, SmallCorpus(), checkpointIn(folder.path()), listener));
    QVERIFY(!std::filesystem::exists(checkpointIn(folder.path())));
}

void TestNeuralTraining::killedRunIsExact_data() {
    QTest::addColumn<QString>("architecture");
    for (const char* name : {"bengio", "lstm", "llama", "t5", "xlnet"})
        QTest::newRow(name) << name;
}

void TestNeuralTraining::killedRunIsExact() {
    QFETCH(QString, architecture);
    const RunSpec spec = longRun(architecture.toStdString());
    const QTemporaryDir folder;
    const auto path = checkpointIn(folder.path());
    QProcess child;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(childFolder, folder.path());
    environment.insert(childArchitecture, architecture);
    child.setProcessEnvironment(environment);
    child.start(QCoreApplication::applicationFilePath(), QStringList());
    QVERIFY(child.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(QString::fromStdString(path.string())), 60000);
    child.kill(); // SIGKILL
    QVERIFY(child.waitForFinished());
    QCOMPARE(child.exitStatus(), QProcess::CrashExit);

    const SmallCorpus corpus;
    const std::uint64_t step = readCheckpointInfo(path).step;
    QVERIFY(step >= 40 && step < 240 && step % 40 == 0);
    Listener resumed;
    train(spec, corpus, path, resumed, true);
    Listener whole;
    train(spec, corpus, folder.filePath("whole.ngc").toStdString(), whole);
    QCOMPARE(resumed.steps.front().step, step + 1);
    QCOMPARE(resumed.losses(), whole.losses(step));
}

void TestNeuralTraining::absentModuleIsExplained() {
    QProcess child;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("NGRAMOPHONE_NEURAL_MODULE", "/nowhere/ngramophone_neural.so");
    environment.insert(childFolder, "/nowhere");
    child.setProcessEnvironment(environment);
    child.start(QCoreApplication::applicationFilePath(), QStringList());
    QVERIFY(child.waitForFinished());
    QCOMPARE(child.exitCode(), 1);
    const QString said = QString::fromUtf8(child.readAllStandardError());
    QVERIFY2(said.contains("/nowhere/ngramophone_neural.so"), qPrintable(said));
}

namespace {

/// Takes its time, so that the process is killed long before it is done.
class SlowListener final : public TrainingObserver {
public:
    void onStep(const StepMetrics& /*metrics*/) override { QTest::qSleep(20); }
    void onCheckpoint(std::uint64_t /*step*/) override {}
};

/// What the killed process does.
int trainInChild(const QString& folder) {
    try {
        const RunSpec spec =
            longRun(qEnvironmentVariable(childArchitecture, "bengio").toStdString());
        const SmallCorpus corpus;
        SlowListener listener;
        base::NoProgress progress;
        backend().train({spec, &corpus.tokenizer, corpus.tokens, checkpointIn(folder), false},
                        listener, progress, {});
        return 0;
    } catch (const base::Error& error) {
        QTextStream(stderr) << error.what();
        return 1;
    }
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication app(argc, argv);
    if (qEnvironmentVariableIsSet(childFolder))
        return trainInChild(qEnvironmentVariable(childFolder));
    TestNeuralTraining test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_neural_training.moc"
