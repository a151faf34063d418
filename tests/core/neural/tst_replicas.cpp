// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/compute_threads.h"
#include "core/neural/training/replicas.h"
#include "core/text/vocabulary.h"

#include <QTest>

#include <atomic>
#include <optional>
#include <stdexcept>

using namespace neural;

namespace {

constexpr std::size_t vocabularySize = 20;
constexpr std::size_t rows = 25; ///< no multiple of the threads

/// A decoder whose batches are worth several threads.
RunSpec decoder() {
    RunSpec spec = usualRun("gpt-2");
    spec.transformer.layers = 2;
    spec.transformer.dropout = 0;
    return spec;
}

struct Step {
    double loss = 0;
    at::Tensor gradients;
    unsigned shares = 0;
};

/// In the usual setting, or this one.
Step takeStep(unsigned threads, const RunSpec& spec = decoder(),
              const std::optional<ComputeSetting>& setting = {}) {
    const auto network = makeNetwork(spec, vocabularySize);
    network->initialise(7);
    network->parameters().requireGradients();
    std::vector<text::TokenId> tokens = {text::Vocabulary::begin};
    for (std::size_t i = 0; i < 3000; ++i)
        tokens.push_back(text::tokenId(3 + i * i % 17));
    const Examples examples(tokens, network->exampleShape(), 0);
    Batch batch;
    examples.draw(1, 1, rows, batch);
    Replicas replicas(*network, spec, worthwhileShares(*network, threads, rows), threads);
    if (setting)
        replicas.use(*setting);
    replicas.begin();
    const auto predictions = static_cast<double>(batch.predictions());
    const double loss = replicas.addGradients(batch, 0, rows, predictions, 1, 5);
    replicas.end();
    return {loss, network->parameters().gradients(), replicas.shares()};
}

} // namespace

class TestReplicas : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { prepareThisThread(); }
    void teamCallsEachOfItsThreads();
    void teamThrowsTheFirstFailure();
    void sharesSumToTheWhole();
    void sameThreadsGiveTheSameBits();
    void settingsGiveTheSameBits();
    void dropoutDiffersFromShareToShare();
    void smallWorkIsNotShared();
    void fewPredictionsShareTheirProducts();
};

void TestReplicas::teamCallsEachOfItsThreads() {
    Team team(3);
    std::vector<int> calls(3);
    for (int round = 0; round < 100; ++round)
        team.run([&](unsigned number) { ++calls[number]; });
    QCOMPARE(calls, std::vector<int>(3, 100));
}

void TestReplicas::teamThrowsTheFirstFailure() {
    Team team(3);
    std::atomic<int> ended = 0;
    try {
        team.run([&](unsigned number) {
            ++ended;
            if (number > 0)
                throw std::runtime_error(std::to_string(number));
        });
        QFAIL("nothing was thrown");
    } catch (const std::runtime_error& error) {
        QCOMPARE(error.what(), "1");
    }
    QCOMPARE(ended.load(), 3);
    team.run([&](unsigned) { ++ended; });
    QCOMPARE(ended.load(), 6);
}

void TestReplicas::sharesSumToTheWhole() {
    const Step one = takeStep(1);
    const Step three = takeStep(3);
    QCOMPARE(one.shares, 1U);
    QCOMPARE(three.shares, 3U);
    QVERIFY(std::abs(one.loss - three.loss) < 1e-5);
    const double length = one.gradients.norm().item<double>();
    QVERIFY((one.gradients - three.gradients).norm().item<double>() < 1e-5 * length);
}

void TestReplicas::sameThreadsGiveTheSameBits() {
    const Step first = takeStep(3);
    for (int again = 0; again < 3; ++again) {
        const Step second = takeStep(3);
        QCOMPARE(second.loss, first.loss);
        QVERIFY(at::equal(second.gradients, first.gradients));
    }
}

void TestReplicas::settingsGiveTheSameBits() {
    RunSpec spec = decoder();
    spec.transformer.dropout = 0.5;
    const Step usual = takeStep(3, spec);
    for (const unsigned workers : {1U, 2U, 3U, 9U}) {
        const Step step = takeStep(3, spec, ComputeSetting{workers, 1});
        QCOMPARE(step.shares, 3U);
        QCOMPARE(step.loss, usual.loss);
        QVERIFY(at::equal(step.gradients, usual.gradients));
    }
}

void TestReplicas::dropoutDiffersFromShareToShare() {
    RunSpec spec = decoder();
    spec.transformer.dropout = 0.5;
    // The same mask in each share would be another step than independent ones; so is a step of
    // other shares.
    QVERIFY(takeStep(3, spec).loss != takeStep(2, spec).loss);
    QCOMPARE(takeStep(3, spec).loss, takeStep(3, spec).loss);
}

void TestReplicas::smallWorkIsNotShared() {
    QCOMPARE(takeStep(8, usualRun("bengio")).shares, 1U);
}

/// Bengio's network over many words: against the same step by one thread that knows of no parts,
/// and the same bits on any number of threads.
void TestReplicas::fewPredictionsShareTheirProducts() {
    constexpr std::int64_t words = 5000;
    const RunSpec spec = usualRun("bengio");
    const auto network = makeNetwork(spec, words);
    network->initialise(7);
    network->parameters().requireGradients();
    std::vector<text::TokenId> tokens = {text::Vocabulary::begin};
    for (std::size_t i = 0; i < 3000; ++i)
        tokens.push_back(text::tokenId(3 + i * i % (words - 3)));
    const Examples examples(tokens, network->exampleShape(), 0);
    Batch batch;
    examples.draw(1, 1, spec.training.batchSize, batch);
    const auto predictions = static_cast<double>(batch.predictions());
    at::Tensor& gradients = network->parameters().gradients();

    const at::Tensor loss =
        lossOf(*network, batch, 0, spec.training.batchSize, 0, nullptr).sum / predictions;
    loss.backward();
    const at::Tensor expected = gradients.clone();

    std::optional<at::Tensor> first;
    for (const unsigned threads : {1U, 2U, 3U}) {
        QVERIFY(sharesProducts(*network, spec.training.batchSize));
        QCOMPARE(worthwhileShares(*network, threads, spec.training.batchSize), 1U);
        Replicas replicas(*network, spec, 1, threads);
        QCOMPARE(replicas.parts(), threads);
        QCOMPARE(replicas.usualSetting().workers, threads);
        replicas.begin();
        const double sum =
            replicas.addGradients(batch, 0, spec.training.batchSize, predictions, 1, 5);
        replicas.end();
        QVERIFY(std::abs(sum - loss.item<double>()) < 1e-5);
        QVERIFY((gradients - expected).norm().item<double>() <
                1e-5 * expected.norm().item<double>());
        if (!first)
            first = gradients.clone();
        QVERIFY(at::equal(gradients, *first));
    }
}

QTEST_GUILESS_MAIN(TestReplicas)
#include "tst_replicas.moc"
