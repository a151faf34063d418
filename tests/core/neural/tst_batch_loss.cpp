// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/compute_threads.h"
#include "core/neural/training/batch_loss.h"
#include "tests/core/neural/small_transformer.h"

#include <QTest>

#include <cmath>

// What pairs of texts and labels cost a network.

using namespace neural;

namespace {

constexpr std::int64_t vocabularySize = 7;

double sigmoid(double x) {
    return 1 / (1 + std::exp(-x));
}

RunSpec smallNetwork(const std::string& architecture) {
    RunSpec spec = usualRun(architecture);
    spec.transformer = smallTransformer(spec.transformer);
    return spec;
}

/// ln P of the targets of one row, by plain loops over its logits.
double plainLogProbability(const Network& network, std::vector<std::int64_t> tokens,
                           const std::vector<std::int64_t>& targets) {
    const auto size = static_cast<std::int64_t>(tokens.size());
    const at::Tensor logits = network.logits(asTensor(tokens, {1, size}), nullptr);
    double sum = 0;
    for (std::int64_t place = 0; place < size; ++place) {
        const std::int64_t target = targets[static_cast<std::size_t>(place)];
        if (target == noTarget)
            continue;
        double total = 0;
        for (std::int64_t v = 0; v < logits.size(1); ++v)
            total += std::exp(logits[place][v].item<double>());
        sum += logits[place][target].item<double>() - std::log(total);
    }
    return sum;
}

} // namespace

class TestBatchLoss : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { prepareThisThread(); }
    void preferencesAreEquationSeven();
    void labelsAreToldFromTheRightPlace_data();
    void labelsAreToldFromTheRightPlace();
};

void TestBatchLoss::preferencesAreEquationSeven() {
    const auto network = makeNetwork(smallNetwork("gpt-2"), vocabularySize);
    network->initialise(3);
    const c10::NoGradGuard guard;
    const std::vector<std::vector<std::int64_t>> tokens = {{1, 3, 4, 5, 0, 0, 0, 0},
                                                           {1, 3, 4, 6, 6, 0, 0, 0},
                                                           {1, 5, 3, 3, 3, 4, 0, 0},
                                                           {1, 5, 3, 6, 0, 0, 0, 0}};
    constexpr std::int64_t no = noTarget;
    const std::vector<std::vector<std::int64_t>> targets = {{no, no, 5, 2, no, no, no, no},
                                                            {no, no, 6, 6, 2, no, no, no},
                                                            {no, no, 3, 3, 4, 2, no, no},
                                                            {no, no, 6, 2, no, no, no, no}};
    Batch batch;
    batch.reference = {-3.F, -4.5F, -9.F, -2.F};
    double expected = 0;
    std::size_t right = 0;
    std::vector<double> policy;
    for (std::size_t i = 0; i < 4; ++i) {
        batch.tokens.insert(batch.tokens.end(), tokens[i].begin(), tokens[i].end());
        batch.targets.insert(batch.targets.end(), targets[i].begin(), targets[i].end());
        policy.push_back(plainLogProbability(*network, tokens[i], targets[i]));
    }
    const double beta = 0.4;
    for (std::size_t pair = 0; pair < 4; pair += 2) {
        const double margin =
            beta * ((policy[pair] - static_cast<double>(batch.reference[pair])) -
                    (policy[pair + 1] - static_cast<double>(batch.reference[pair + 1])));
        expected -= std::log(sigmoid(margin));
        right += margin > 0 ? 1 : 0;
    }
    const BatchLoss loss = lossOf(*network, batch, 0, 2, beta, nullptr);
    QVERIFY(std::abs(loss.sum.item<double>() - expected) < 1e-4);
    QCOMPARE(loss.right, right);
    // The second pair alone.
    const BatchLoss second = lossOf(*network, batch, 1, 1, beta, nullptr);
    const BatchLoss first = lossOf(*network, batch, 0, 1, beta, nullptr);
    QVERIFY(std::abs(first.sum.item<double>() + second.sum.item<double>() - expected) < 1e-4);
    QCOMPARE(first.right + second.right, right);
}

void TestBatchLoss::labelsAreToldFromTheRightPlace_data() {
    QTest::addColumn<QString>("architecture");
    QTest::newRow("decoder") << "gpt-2";
    QTest::newRow("encoder") << "bert";
}

/// What a text's padding or its neighbours in the batch are makes no difference.
void TestBatchLoss::labelsAreToldFromTheRightPlace() {
    QFETCH(QString, architecture);
    RunSpec spec = smallNetwork(architecture.toStdString());
    spec.transformer.labels = 3;
    spec.labels = {"a", "b", "c"};
    spec.training.task = TrainingTask::Labels;
    const auto network = makeNetwork(spec, vocabularySize);
    fillRandomly(*network);
    const c10::NoGradGuard guard;
    QVERIFY(network->exampleShape().labels);
    QCOMPARE(network->exampleShape().targets(), std::size_t{1});
    std::vector<std::int64_t> alone = {1, 3, 4, 2};
    const at::Tensor expected = network->logits(asTensor(alone, {1, 4}), nullptr); // [1, 3]
    QCOMPARE(expected.size(1), std::int64_t{3});
    std::vector<std::int64_t> padded = {1, 3, 4, 2, 1, 1, 1, 1, 1, 5, 6, 3, 4, 6, 6, 2};
    const at::Tensor both = network->logits(asTensor(padded, {2, 8}), nullptr);
    QVERIFY(worstDifference(both[0], expected[0]) < 1e-5);
    std::vector<std::int64_t> changed = {1, 3, 5, 2};
    QVERIFY(worstDifference(network->logits(asTensor(changed, {1, 4}), nullptr), expected) > 1e-3);

    Batch batch;
    batch.tokens = padded;
    batch.targets = {both[0].argmax().item<std::int64_t>(),
                     (both[1].argmax().item<std::int64_t>() + 1) % 3};
    const BatchLoss loss = lossOf(*network, batch, 0, 2, 0, nullptr);
    QCOMPARE(loss.right, std::size_t{1});
    double plain = 0;
    for (std::int64_t row = 0; row < 2; ++row) {
        double total = 0;
        for (std::int64_t label = 0; label < 3; ++label)
            total += std::exp(both[row][label].item<double>());
        plain -= both[row][batch.targets[static_cast<std::size_t>(row)]].item<double>() -
                 std::log(total);
    }
    QVERIFY(std::abs(loss.sum.item<double>() - plain) < 1e-4);
}

QTEST_APPLESS_MAIN(TestBatchLoss)
#include "tst_batch_loss.moc"
