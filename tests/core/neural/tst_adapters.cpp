// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/compute_threads.h"
#include "core/neural/training/adapters.h"
#include "tests/core/neural/gradient_check.h"
#include "tests/core/neural/small_transformer.h"

#include <QTest>

#include <cmath>

// Hu et al. 2022: W = W₀ + (α / r) B A.

using namespace neural;

namespace {

constexpr std::int64_t vocabularySize = 7;

RunSpec smallNetwork() {
    RunSpec spec = usualRun("llama");
    spec.transformer = smallTransformer(spec.transformer);
    return spec;
}

at::Tensor lossOf(const Network& network) {
    return nextTokenLoss(network, tokenRows({{1, 3, 4, 5, 6, 3}, {1, 6, 6, 4, 3, 5}}));
}

} // namespace

class TestAdapters : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { prepareThisThread(); }
    void nothingChangesAtFirst();
    void matricesAreSums();
    void gradientsAreThoseOfTheFactors();
};

void TestAdapters::nothingChangesAtFirst() {
    const auto network = makeNetwork(smallNetwork(), vocabularySize);
    fillRandomly(*network);
    const at::Tensor before = network->parameters().values().clone();
    Adapters adapters(*network, {.rank = 2, .alpha = 6});
    adapters.initialise(3);
    adapters.apply();
    QVERIFY(network->parameters().values().equal(before));
    QVERIFY(adapters.parameters().values().numel() < before.numel());
}

void TestAdapters::matricesAreSums() {
    const auto network = makeNetwork(smallNetwork(), vocabularySize);
    fillRandomly(*network);
    const auto original = makeNetwork(smallNetwork(), vocabularySize);
    fillRandomly(*original);
    Adapters adapters(*network, {.rank = 3, .alpha = 6});
    at::Generator generator = at::detail::createCPUGenerator(4);
    adapters.parameters().values().normal_(0, 1, generator);
    adapters.apply();
    bool any = false;
    for (const TensorShape& shape : network->parameters().shapes()) {
        const at::Tensor now = network->parameters()[shape.name];
        const at::Tensor before = original->parameters()[shape.name];
        if (shape.shape.size() != 2 || !shape.name.ends_with(".weight")) {
            QVERIFY2(now.equal(before), shape.name.c_str());
            continue;
        }
        any = true;
        const at::Tensor a = adapters.parameters()["adapter-a/" + shape.name];
        const at::Tensor b = adapters.parameters()["adapter-b/" + shape.name];
        QCOMPARE(a.size(0), std::int64_t{3});
        const at::Tensor expected = before + 2 * at::matmul(b, a);
        QVERIFY2(worstDifference(now, expected) < 1e-5, shape.name.c_str());
    }
    QVERIFY(any);
}

/// Of the loss as a function of A and B, against differences.
void TestAdapters::gradientsAreThoseOfTheFactors() {
    const auto network = makeNetwork(smallNetwork(), vocabularySize);
    network->initialise(2);
    Adapters adapters(*network, {.rank = 2, .alpha = 4});
    at::Generator generator = at::detail::createCPUGenerator(9);
    adapters.parameters().values().normal_(0, 0.3, generator);
    adapters.apply();
    {
        const LowRankScope scope(&adapters.factors().matrices());
        lossOf(*network).backward();
    }
    for (const TensorShape& shape : adapters.parameters().shapes()) {
        at::Tensor factor = adapters.parameters()[shape.name];
        const at::Tensor gradient = factor.grad().clone();
        const double length = gradient.norm().item<double>();
        QVERIFY2(length > 1e-6, shape.name.c_str());
        const c10::NoGradGuard guard;
        const at::Tensor before = factor.detach().clone();
        const auto lossAt = [&](double way) {
            factor.copy_(before + gradient * (way / length));
            adapters.apply();
            return lossOf(*network).item<double>();
        };
        const double step = 0.004;
        const double above = lossAt(step);
        const double below = lossAt(-step);
        factor.copy_(before);
        const double difference = (above - below) / (2 * step);
        QVERIFY2(std::abs(difference - length) < 0.02 * length + 2e-4,
                 qPrintable(QString("%1: %2 instead of %3")
                                .arg(QString::fromStdString(shape.name))
                                .arg(length)
                                .arg(difference)));
    }
}

QTEST_APPLESS_MAIN(TestAdapters)
#include "tst_adapters.moc"
