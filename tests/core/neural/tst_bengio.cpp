// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/bengio.h"
#include "core/neural/specification/parameter_count.h"
#include "core/neural/training/optimizer.h"

#include <QTest>

#include <cmath>
#include <map>
#include <random>
#include <string>
#include <vector>

// Bengio's network and its gradients written out once more in plain loops over doubles, and
// LibTorch's against them.

namespace {

using Numbers = std::vector<double>;
using Weights = std::map<std::string, Numbers>; // row by row

constexpr std::size_t V = 7;
constexpr std::size_t context = 3;
constexpr std::size_t m = 2;
constexpr std::size_t h = 4;
constexpr std::size_t input = context * m;

const std::vector<std::vector<std::size_t>> histories = {
    {1, 1, 1}, {1, 1, 5}, {1, 5, 3}, {5, 3, 3}, {3, 3, 6}};
const std::vector<std::size_t> targets = {5, 3, 3, 6, 2};

neural::BengioSpec specOf(bool direct) {
    return {.contextLength = context,
            .embeddingSize = m,
            .hiddenWidth = h,
            .directConnections = direct};
}

Weights randomWeights(bool direct) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> uniform(-0.8, 0.8);
    Weights weights = {{"C", Numbers(V * m)},
                       {"H", Numbers(h * input)},
                       {"d", Numbers(h)},
                       {"U", Numbers(V * h)},
                       {"b", Numbers(V)}};
    if (direct)
        weights["W"] = Numbers(V * input);
    for (auto& [name, values] : weights)
        for (double& value : values)
            value = uniform(random);
    return weights;
}

/// What the network computes for one history.
struct Forward {
    Numbers x = Numbers(input);
    Numbers a = Numbers(h);
    Numbers y = Numbers(V);
    Numbers p = Numbers(V);
};

Forward forward(const Weights& w, const std::vector<std::size_t>& history) {
    Forward f;
    for (std::size_t i = 0; i < context; ++i)
        for (std::size_t k = 0; k < m; ++k)
            f.x[i * m + k] = w.at("C")[history[i] * m + k];
    for (std::size_t j = 0; j < h; ++j) {
        double sum = w.at("d")[j];
        for (std::size_t i = 0; i < input; ++i)
            sum += w.at("H")[j * input + i] * f.x[i];
        f.a[j] = std::tanh(sum);
    }
    double total = 0;
    for (std::size_t v = 0; v < V; ++v) {
        f.y[v] = w.at("b")[v];
        for (std::size_t j = 0; j < h; ++j)
            f.y[v] += w.at("U")[v * h + j] * f.a[j];
        if (w.contains("W"))
            for (std::size_t i = 0; i < input; ++i)
                f.y[v] += w.at("W")[v * input + i] * f.x[i];
        total += std::exp(f.y[v]);
    }
    for (std::size_t v = 0; v < V; ++v)
        f.p[v] = std::exp(f.y[v]) / total;
    return f;
}

/// Mean negative log-likelihood in nats.
double loss(const Weights& w) {
    double sum = 0;
    for (std::size_t e = 0; e < targets.size(); ++e)
        sum -= std::log(forward(w, histories[e]).p[targets[e]]);
    return sum / static_cast<double>(targets.size());
}

/// The paper's section 3.1, backward phase, for descent.
Weights gradients(const Weights& w) {
    Weights g;
    for (const auto& [name, values] : w)
        g[name] = Numbers(values.size());
    for (std::size_t e = 0; e < targets.size(); ++e) {
        const Forward f = forward(w, histories[e]);
        Numbers gx(input);
        Numbers ga(h);
        for (std::size_t v = 0; v < V; ++v) {
            const double gy =
                (f.p[v] - (v == targets[e] ? 1.0 : 0.0)) / static_cast<double>(targets.size());
            g["b"][v] += gy;
            for (std::size_t j = 0; j < h; ++j) {
                ga[j] += gy * w.at("U")[v * h + j];
                g["U"][v * h + j] += gy * f.a[j];
            }
            for (std::size_t i = 0; w.contains("W") && i < input; ++i) {
                gx[i] += gy * w.at("W")[v * input + i];
                g["W"][v * input + i] += gy * f.x[i];
            }
        }
        for (std::size_t j = 0; j < h; ++j) {
            const double go = (1 - f.a[j] * f.a[j]) * ga[j];
            g["d"][j] += go;
            for (std::size_t i = 0; i < input; ++i) {
                gx[i] += go * w.at("H")[j * input + i];
                g["H"][j * input + i] += go * f.x[i];
            }
        }
        for (std::size_t i = 0; i < context; ++i)
            for (std::size_t k = 0; k < m; ++k)
                g["C"][histories[e][i] * m + k] += gx[i * m + k];
    }
    return g;
}

void setWeights(neural::Bengio& network, const Weights& weights) {
    for (const auto& [name, values] : weights) {
        at::Tensor tensor = network.parameters()[name];
        for (std::size_t i = 0; i < values.size(); ++i)
            tensor.data_ptr<float>()[i] = static_cast<float>(values[i]);
    }
}

at::Tensor logitsOf(const neural::Bengio& network) {
    at::Tensor ids = at::empty({static_cast<std::int64_t>(histories.size()), context}, at::kLong);
    auto* out = ids.data_ptr<std::int64_t>();
    for (const auto& history : histories)
        for (const std::size_t id : history)
            *out++ = static_cast<std::int64_t>(id);
    return network.logits(ids, nullptr);
}

at::Tensor targetsTensor() {
    at::Tensor ids = at::empty({static_cast<std::int64_t>(targets.size())}, at::kLong);
    std::copy(targets.begin(), targets.end(), ids.data_ptr<std::int64_t>());
    return ids;
}

void compare(double actual, double expected, double tolerance = 1e-5) {
    QVERIFY2(
        std::abs(actual - expected) <= tolerance,
        qPrintable(QString("%1 instead of %2").arg(actual, 0, 'g', 9).arg(expected, 0, 'g', 9)));
}

} // namespace

class TestBengio : public QObject {
    Q_OBJECT
private slots:
    void forwardPass_data() { variants(); }
    void forwardPass();
    void gradientsByHandAreDifferences_data() { variants(); }
    void gradientsByHandAreDifferences();
    void backwardPass_data() { variants(); }
    void backwardPass();
    void parameterCountIsTheBuffers_data() { variants(); }
    void parameterCountIsTheBuffers();
    void initialWeightsFollowTheSeed();
    void optimizers();
    void gradientsAreMeasuredTogether();

private:
    static void variants() {
        QTest::addColumn<bool>("direct");
        QTest::newRow("without direct connections") << false;
        QTest::newRow("with direct connections") << true;
    }
};

void TestBengio::forwardPass() {
    QFETCH(bool, direct);
    const Weights weights = randomWeights(direct);
    neural::Bengio network(specOf(direct), V);
    setWeights(network, weights);
    const at::Tensor y = logitsOf(network);
    QCOMPARE(y.sizes(), at::IntArrayRef({5, static_cast<std::int64_t>(V)}));
    for (std::size_t e = 0; e < histories.size(); ++e) {
        const Forward f = forward(weights, histories[e]);
        for (std::size_t v = 0; v < V; ++v)
            compare(y.data_ptr<float>()[e * V + v], f.y[v]);
    }
}

void TestBengio::gradientsByHandAreDifferences() {
    QFETCH(bool, direct);
    Weights weights = randomWeights(direct);
    const Weights expected = gradients(weights);
    constexpr double step = 1e-5;
    for (auto& [name, values] : weights)
        for (std::size_t i = 0; i < values.size(); ++i) {
            const double before = values[i];
            values[i] = before + step;
            const double above = loss(weights);
            values[i] = before - step;
            const double below = loss(weights);
            values[i] = before;
            compare(expected.at(name)[i], (above - below) / (2 * step), 1e-8);
        }
}

void TestBengio::backwardPass() {
    QFETCH(bool, direct);
    const Weights weights = randomWeights(direct);
    neural::Bengio network(specOf(direct), V);
    setWeights(network, weights);
    network.parameters().requireGradients();
    const at::Tensor actual = at::cross_entropy_loss(logitsOf(network), targetsTensor());
    compare(actual.item<double>(), loss(weights));
    actual.backward();
    // In one buffer, in the order of the shapes.
    const float* values = network.parameters().gradients().data_ptr<float>();
    const Weights expected = gradients(weights);
    for (const neural::TensorShape& shape : network.parameters().shapes())
        for (const double value : expected.at(shape.name))
            compare(*values++, value);
}

void TestBengio::parameterCountIsTheBuffers() {
    QFETCH(bool, direct);
    neural::Bengio network(specOf(direct), V);
    // 7·2 + 4·6 + 4 + 7·4 + 7 = 77, and 7·6 = 42 direct ones.
    const std::int64_t expected = direct ? 119 : 77;
    QCOMPARE(network.parameters().values().numel(), expected);
    QCOMPARE(neural::parameterCount(specOf(direct), V), static_cast<std::uint64_t>(expected));
}

void TestBengio::initialWeightsFollowTheSeed() {
    neural::Bengio one(specOf(true), V);
    neural::Bengio other(specOf(true), V);
    one.initialise(3);
    other.initialise(3);
    QVERIFY(at::equal(one.parameters().values(), other.parameters().values()));
    other.initialise(4);
    QVERIFY(!at::equal(one.parameters().values(), other.parameters().values()));
    QCOMPARE(one.parameters()["b"].abs().max().item<float>(), 0.0F);
    QVERIFY(one.parameters()["H"].abs().max().item<double>() <= 1 / std::sqrt(double{input}));
    QVERIFY(one.parameters()["U"].abs().min().item<double>() > 0);
}

void TestBengio::optimizers() {
    // Two steps on numbers that are 0.5, with the gradients 0.2 and -0.1 and the learning rates
    // 0.01 and 0.02. A matrix decays, a bias does not.
    const auto run = [&](neural::Optimizer kind, const std::vector<std::int64_t>& shape,
                         double beta1 = 0.9, double beta2 = 0.999) {
        neural::Parameters parameters({{"bias", {2}}, {"w", shape}, {"last", {1, 1}}});
        parameters.requireGradients();
        const at::NoGradGuard guard;
        parameters.values().fill_(0.5);
        const auto optimizer = neural::makeOptimizer(
            {.optimizer = kind, .beta1 = beta1, .beta2 = beta2, .weightDecay = 0.3}, parameters);
        parameters.gradients().fill_(0.1); // counts twice
        optimizer->update(parameters, {1, 0.01, 2});
        parameters.gradients().fill_(-0.1);
        optimizer->update(parameters, {2, 0.02});
        compare(parameters.gradients().abs().max().item<double>(), 0);
        return parameters["w"].flatten()[0].item<double>();
    };
    compare(run(neural::Optimizer::Sgd, {1, 1}), 0.5 - 0.01 * 0.2 + 0.02 * 0.1, 1e-6);

    const auto byHand = [](double decay, double beta1 = 0.9, double beta2 = 0.999) {
        // Step 1: m̂ = g and v̂ = g², so that the step is the learning rate.
        double w = 0.5 * (1 - 0.01 * decay) - 0.01 * 0.2 / (0.2 + 1e-8);
        const double mHat = (beta1 * (1 - beta1) * 0.2 + (1 - beta1) * -0.1) / (1 - beta1 * beta1);
        const double vHat = (beta2 * (1 - beta2) * 0.04 + (1 - beta2) * 0.01) / (1 - beta2 * beta2);
        w = w * (1 - 0.02 * decay) - 0.02 * mHat / (std::sqrt(vHat) + 1e-8);
        return w;
    };
    compare(run(neural::Optimizer::AdamW, {2, 3}), byHand(0.3), 1e-6);
    compare(run(neural::Optimizer::AdamW, {3}), byHand(0), 1e-6);
    compare(run(neural::Optimizer::AdamW, {2, 3}, 0.6, 0.95), byHand(0.3, 0.6, 0.95), 1e-6);
    compare(run(neural::Optimizer::AdamW, {2, 3}, 0, 0), byHand(0.3, 0, 0), 1e-6);
}

void TestBengio::gradientsAreMeasuredTogether() {
    neural::Parameters parameters({{"w", {2}}, {"b", {1}}});
    parameters.requireGradients();
    const at::NoGradGuard guard;
    parameters.gradients()[0] = 2;
    parameters.gradients()[1] = -3;
    const double norm = neural::gradientNorm(parameters, neural::inOnePart,
                                             [&](std::int64_t first, std::int64_t count) {
                                                 compare(static_cast<double>(first), 0);
                                                 compare(static_cast<double>(count), 3);
                                                 parameters.gradients()[2] = 6;
                                             });
    compare(norm, 7);
    compare(neural::gradientNorm(parameters), 7);
    compare(neural::clippingScale(7, 0), 1);
    compare(neural::clippingScale(7, 8), 1);
    compare(neural::clippingScale(7, 3.5), 0.5);
}

QTEST_APPLESS_MAIN(TestBengio)
#include "tst_bengio.moc"
