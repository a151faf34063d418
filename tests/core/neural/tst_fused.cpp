// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/attention.h"
#include "core/neural/fused.h"
#include "core/neural/position.h"
#include "core/neural/precision.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <limits>

using namespace neural;

namespace {

/// What an operator makes of its inputs, and their gradients where the result's is `weights`.
std::vector<at::Tensor>
resultAndGradients(const std::function<at::Tensor(const std::vector<at::Tensor>&)>& of,
                   const std::vector<at::Tensor>& values) {
    std::vector<at::Tensor> inputs;
    for (const at::Tensor& value : values)
        inputs.push_back(value.clone().requires_grad_(true));
    const at::Tensor result = of(inputs);
    const at::Tensor weights = at::arange(result.numel(), floats()).cos().view(result.sizes());
    (result * weights).sum().backward();
    std::vector<at::Tensor> all = {result.detach()};
    for (const at::Tensor& input : inputs)
        all.push_back(input.grad());
    return all;
}

void compare(const std::vector<at::Tensor>& ours, const std::vector<at::Tensor>& plain,
             double tolerance) {
    QCOMPARE(ours.size(), plain.size());
    for (std::size_t i = 0; i < ours.size(); ++i) {
        QCOMPARE(ours[i].sizes(), plain[i].sizes());
        const double worst = (ours[i] - plain[i]).abs().max().item<double>();
        QVERIFY2(worst <= tolerance, qPrintable(QString("%1: off by %2").arg(i).arg(worst)));
    }
}

at::Tensor normal(std::vector<std::int64_t> shape, std::uint64_t seed) {
    return at::empty(shape, floats()).normal_(0, 1, at::detail::createCPUGenerator(seed));
}

} // namespace

class TestFused : public QObject {
    Q_OBJECT
private slots:
    void causalAttentionIsThePlainOne_data();
    void causalAttentionIsThePlainOne();
    void queriesMayLieInOneProjection();
    void geluIsThePlainOne_data();
    void geluIsThePlainOne();
    void linearAddsToTheGradients_data();
    void linearAddsToTheGradients();
    void productsInBfloat16AreThoseOfRoundedFactors_data() { linearAddsToTheGradients_data(); }
    void productsInBfloat16AreThoseOfRoundedFactors();
    void embeddingAddsToTheRowsLookedUp();
    void crossEntropyIsThePlainOne();
    void whatIsNoNumberStaysNone();
};

void TestFused::causalAttentionIsThePlainOne_data() {
    QTest::addColumn<int>("groups");
    QTest::addColumn<int>("count");
    QTest::newRow("one block") << 4 << 7;
    QTest::newRow("several blocks, the last one short") << 4 << 150;
    QTest::newRow("heads share keys") << 2 << 70;
    QTest::newRow("all heads share one key") << 1 << 64;
}

void TestFused::causalAttentionIsThePlainOne() {
    QFETCH(int, groups);
    QFETCH(int, count);
    const std::vector<at::Tensor> values = {normal({2, 4, count, 8}, 1),
                                            normal({2, groups, count, 8}, 2),
                                            normal({2, groups, count, 6}, 3)};
    View view;
    view.bias = causalMask(at::full({1, count}, 5, integers()), 0);
    const auto ours = [](const auto& x) { return causalAttention(x[0], x[1], x[2], 0.4); };
    const auto plain = [&](const auto& x) { return weighedValues(x[0], x[1], x[2], 0.4, view); };
    compare(resultAndGradients(ours, values), resultAndGradients(plain, values), 2e-5);
}

void TestFused::queriesMayLieInOneProjection() {
    const at::Tensor projection = normal({2, 70, 3 * 4 * 8}, 1);
    const auto heads = [](const at::Tensor& x, bool fused) {
        std::vector<at::Tensor> parts;
        for (const at::Tensor& part : x.chunk(3, 2))
            parts.push_back(part.reshape({2, 70, 4, 8}).transpose(1, 2));
        View view;
        view.bias = causalMask(at::full({1, 70}, 5, integers()), 0);
        return fused ? causalAttention(parts[0], parts[1], parts[2], 0.4)
                     : weighedValues(parts[0], parts[1], parts[2], 0.4, view);
    };
    compare(resultAndGradients([&](const auto& x) { return heads(x[0], true); }, {projection}),
            resultAndGradients([&](const auto& x) { return heads(x[0], false); }, {projection}),
            2e-5);
}

void TestFused::geluIsThePlainOne_data() {
    QTest::addColumn<bool>("byTanh");
    QTest::newRow("exact") << false;
    QTest::newRow("by tanh") << true;
}

void TestFused::geluIsThePlainOne() {
    QFETCH(bool, byTanh);
    // A number of them that fills no vector, from where nothing is left of x to where all is.
    const std::vector<at::Tensor> values = {at::linspace(-12, 12, 4003, floats())};
    compare(resultAndGradients([&](const auto& x) { return fusedGelu(x[0], byTanh); }, values),
            resultAndGradients(
                [&](const auto& x) { return at::gelu(x[0], byTanh ? "tanh" : "none"); }, values),
            2e-6);
}

void TestFused::linearAddsToTheGradients_data() {
    QTest::addColumn<bool>("bias");
    QTest::newRow("with bias") << true;
    QTest::newRow("without") << false;
}

/// Twice over the same parameters, as a tied matrix is used, with gradients that are there already.
void TestFused::linearAddsToTheGradients() {
    QFETCH(bool, bias);
    const at::Tensor start = normal({7, 5}, 4);
    const auto run = [&](bool fused) {
        at::Tensor weight = normal({7, 5}, 1).requires_grad_(true);
        at::Tensor shift = normal({7}, 2).requires_grad_(true);
        weight.mutable_grad() = start.clone();
        shift.mutable_grad() = at::ones({7}, floats());
        at::Tensor x = normal({2, 3, 5}, 3).requires_grad_(true);
        const at::Tensor b = bias ? shift : at::Tensor();
        for (int time = 0; time < 2; ++time) {
            const at::Tensor y =
                fused ? fusedLinear(x * 2, weight, b) : at::linear(x * 2, weight, b);
            (y * at::arange(42, floats()).sin().view({2, 3, 7})).sum().backward();
        }
        return std::vector<at::Tensor>{weight.grad(), shift.grad(), x.grad()};
    };
    compare(run(true), run(false), 1e-5);
}

/// Against plain loops of LibTorch's over factors that were rounded before.
void TestFused::productsInBfloat16AreThoseOfRoundedFactors() {
    QFETCH(bool, bias);
    const auto rounded = [](const at::Tensor& x) { return x.to(at::kBFloat16).to(at::kFloat); };
    const at::Tensor wave = at::arange(42, floats()).sin().view({2, 3, 7});
    at::Tensor weight = normal({7, 5}, 1).requires_grad_(true);
    at::Tensor shift = normal({7}, 2).requires_grad_(true);
    weight.mutable_grad() = at::ones({7, 5}, floats());
    shift.mutable_grad() = at::ones({7}, floats());
    at::Tensor x = normal({2, 3, 5}, 3).requires_grad_(true);
    at::Tensor y;
    {
        const ProductPrecision precision(Precision::Bfloat16);
        y = fusedLinear(x, weight, bias ? shift : at::Tensor());
        (y * wave).sum().backward();
    }
    const c10::NoGradGuard guard;
    const at::Tensor factor = rounded(x).flatten(0, 1);      // [6, 5]
    const at::Tensor gradient = rounded(wave).flatten(0, 1); // [6, 7]
    const at::Tensor expected = at::mm(factor, rounded(weight).t()) + (bias ? shift : shift * 0);
    // A processor with such products rounds what comes out too.
    const double tolerance = hasBfloat16Products() ? 0.05 : 1e-5;
    compare({y.flatten(0, 1), weight.grad(), x.grad().flatten(0, 1)},
            {expected, 1 + at::mm(gradient.t(), factor), at::mm(gradient, rounded(weight))},
            tolerance);
    if (bias)
        compare({shift.grad()}, {1 + wave.sum(at::IntArrayRef{0, 1})}, 1e-5);
    QVERIFY(!at::equal(y, fusedLinear(x, weight, bias ? shift : at::Tensor())));
    QCOMPARE(productPrecision(), Precision::Float32);
}

void TestFused::embeddingAddsToTheRowsLookedUp() {
    const at::Tensor ids =
        at::tensor(std::vector<std::int64_t>{2, 0, 2, 3}, integers()).view({2, 2});
    const auto run = [&](bool fused) {
        at::Tensor weight = normal({5, 3}, 1).requires_grad_(true);
        weight.mutable_grad() = at::ones({5, 3}, floats());
        const at::Tensor rows = fused ? fusedEmbedding(weight, ids) : at::embedding(weight, ids);
        (rows * at::arange(12, floats()).view({2, 2, 3})).sum().backward();
        return std::vector<at::Tensor>{rows.detach(), weight.grad()};
    };
    compare(run(true), run(false), 1e-6);
}

void TestFused::crossEntropyIsThePlainOne() {
    const at::Tensor targets = at::tensor(std::vector<std::int64_t>{3, -100, 0, 18}, integers());
    const auto ours = [&](const auto& x) { return fusedCrossEntropy(x[0] * 3, targets); };
    const auto plain = [&](const auto& x) {
        return at::cross_entropy_loss(x[0] * 3, targets, {}, at::Reduction::Sum, -100);
    };
    const std::vector<at::Tensor> logits = {normal({4, 19}, 1) * 5};
    compare(resultAndGradients(ours, logits), resultAndGradients(plain, logits), 1e-5);
}

void TestFused::whatIsNoNumberStaysNone() {
    at::Tensor x = at::ones({20}, floats());
    x[11] = std::numeric_limits<float>::quiet_NaN();
    for (const bool byTanh : {false, true})
        QVERIFY(std::isnan(fusedGelu(x, byTanh)[11].item<float>()));
    at::Tensor q = at::ones({1, 1, 4, 8}, floats());
    q[0][0][2][3] = std::numeric_limits<float>::quiet_NaN();
    const at::Tensor attended = causalAttention(q, at::ones_like(q), at::ones_like(q), 1);
    QVERIFY(attended[0][1].isfinite().all().item<bool>());
    QVERIFY(attended[0][2].isnan().all().item<bool>());
}

QTEST_GUILESS_MAIN(TestFused)
#include "tst_fused.moc"
