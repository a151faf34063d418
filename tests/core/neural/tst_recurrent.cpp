// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/recurrent.h"
#include "core/neural/specification/parameter_count.h"
#include "tests/core/neural/gradient_check.h"

#include <QTest>

#include <cmath>
#include <random>
#include <string>
#include <vector>

// The recurrent networks written out once more in plain loops over doubles, and LibTorch's against
// them.

namespace {

using Numbers = std::vector<double>;

constexpr std::size_t V = 7;
constexpr std::size_t m = 2;
constexpr std::size_t h = 3;
constexpr std::size_t layers = 2;

// A sentence, another one that begins inside the row, and a row that begins in the middle of one.
const std::vector<std::vector<std::int64_t>> rows = {{1, 3, 5, 4, 2, 1, 6, 3},
                                                     {4, 4, 3, 6, 5, 3, 2, 1}};

neural::RecurrentSpec smallSpec() {
    return {.contextLength = 8, .embeddingSize = m, .hiddenWidth = h, .layers = layers};
}

void fillRandomly(neural::Network& network) {
    std::mt19937 random(11);
    std::uniform_real_distribution<float> uniform(-0.9F, 0.9F);
    float* values = network.parameters().values().data_ptr<float>();
    for (std::int64_t i = 0; i < network.parameters().values().numel(); ++i)
        values[i] = uniform(random);
}

/// A matrix or vector of the network's, as doubles.
struct Weights {
    Numbers values;
    std::size_t columns = 1;

    Weights(neural::Network& network, const std::string& name) {
        const at::Tensor tensor = network.parameters()[name];
        columns = tensor.dim() > 1 ? static_cast<std::size_t>(tensor.size(1)) : 1;
        const float* first = tensor.data_ptr<float>();
        values.assign(first, first + tensor.numel());
    }
    double operator()(std::size_t row, std::size_t column = 0) const {
        return values[row * columns + column];
    }
};

double sigmoid(double x) {
    return 1 / (1 + std::exp(-x));
}

/// (M x)[row]
double product(const Weights& matrix, std::size_t row, const Numbers& x) {
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i)
        sum += matrix(row, i) * x[i];
    return sum;
}

/// A layer's state, and one step of it by each paper's equations.
struct Layer {
    Weights w;
    Weights u;
    Weights b;
    Numbers state = Numbers(h);
    Numbers cells = Numbers(h);

    Layer(neural::Network& network, const std::string& prefix)
        : w(network, prefix + "W"), u(network, prefix + "U"), b(network, prefix + "b") {}

    void forget() { state = cells = Numbers(h); }

    double sum(std::size_t gate, std::size_t unit, const Numbers& x, const Numbers& before) const {
        const std::size_t row = gate * h + unit;
        return product(w, row, x) + product(u, row, before) + b(row);
    }

    void step(const std::string& cell, const Numbers& x) {
        const Numbers before = state;
        if (cell == "rnn")
            for (std::size_t j = 0; j < h; ++j)
                state[j] = std::tanh(sum(0, j, x, before));
        if (cell == "lstm")
            for (std::size_t j = 0; j < h; ++j) {
                const double in = sigmoid(sum(0, j, x, before));
                const double keep = sigmoid(sum(1, j, x, before));
                const double candidate = std::tanh(sum(2, j, x, before));
                const double out = sigmoid(sum(3, j, x, before));
                cells[j] = keep * cells[j] + in * candidate;
                state[j] = out * std::tanh(cells[j]);
            }
        if (cell == "gru") {
            Numbers seen(h);
            for (std::size_t j = 0; j < h; ++j)
                seen[j] = sigmoid(sum(0, j, x, before)) * before[j];
            for (std::size_t j = 0; j < h; ++j) {
                const double kept = sigmoid(sum(1, j, x, before));
                const double candidate = std::tanh(sum(2, j, x, seen));
                state[j] = kept * before[j] + (1 - kept) * candidate;
            }
        }
    }
};

/// The logits after each token of one row.
std::vector<Numbers> forward(neural::Network& network, const std::string& cell,
                             const std::vector<std::int64_t>& tokens) {
    const Weights e(network, "E");
    const Weights v(network, "V");
    const Weights c(network, "c");
    std::vector<Layer> stack;
    for (std::size_t layer = 0; layer < layers; ++layer)
        stack.emplace_back(network, "layers." + std::to_string(layer) + ".");
    std::vector<Numbers> logits;
    for (const std::int64_t token : tokens) {
        Numbers x;
        for (std::size_t i = 0; i < m; ++i)
            x.push_back(e(static_cast<std::size_t>(token), i));
        for (Layer& layer : stack) {
            if (token == 1) // <s>
                layer.forget();
            layer.step(cell, x);
            x = layer.state;
        }
        Numbers y;
        for (std::size_t i = 0; i < V; ++i)
            y.push_back(c(i) + product(v, i, x));
        logits.push_back(y);
    }
    return logits;
}

} // namespace

class TestRecurrent : public QObject {
    Q_OBJECT
private slots:
    void forwardPass_data() { cells(); }
    void forwardPass();
    void gradientsAreDifferences_data() { cells(); }
    void gradientsAreDifferences();
    void parameterCountIsTheBuffers_data() { cells(); }
    void parameterCountIsTheBuffers();
    void readerGivesTheWhole_data() { cells(); }
    void readerGivesTheWhole();
    void initialWeightsFollowTheSeed_data() { cells(); }
    void initialWeightsFollowTheSeed();
    void dropoutFollowsItsGenerator();

private:
    static void cells() {
        QTest::addColumn<QString>("cell");
        for (const char* cell : {"rnn", "lstm", "gru"})
            QTest::newRow(cell) << cell;
    }
    static neural::RecurrentNetwork network() {
        QFETCH(QString, cell);
        return {cell.toStdString(), smallSpec(), V};
    }
};

void TestRecurrent::forwardPass() {
    QFETCH(QString, cell);
    auto net = network();
    fillRandomly(net);
    const at::Tensor y = net.logits(neural::tokenRows(rows), nullptr);
    QCOMPARE(y.sizes(), at::IntArrayRef({16, static_cast<std::int64_t>(V)}));
    std::size_t at = 0;
    for (const auto& row : rows)
        for (const Numbers& expected : forward(net, cell.toStdString(), row))
            for (const double value : expected)
                QVERIFY(std::abs(y.data_ptr<float>()[at++] - value) < 1e-5);
}

void TestRecurrent::gradientsAreDifferences() {
    auto net = network();
    fillRandomly(net);
    const at::Tensor tokens = neural::tokenRows(rows);
    neural::checkGradients(net, [&] { return neural::nextTokenLoss(net, tokens); });
}

void TestRecurrent::parameterCountIsTheBuffers() {
    QFETCH(QString, cell);
    auto net = network();
    QCOMPARE(static_cast<std::uint64_t>(net.parameters().values().numel()),
             neural::parameterCount(cell.toStdString(), smallSpec(), V));
}

void TestRecurrent::readerGivesTheWhole() {
    QFETCH(QString, cell);
    auto net = network();
    fillRandomly(net);
    std::vector<std::int64_t> row;
    std::vector<text::TokenId> text;
    for (std::size_t i = 0; i < 40; ++i) { // far beyond the length it is trained on
        row.push_back(i == 0 || i == 17 ? 1 : static_cast<std::int64_t>(2 + i * i % 5));
        text.push_back(text::tokenId(static_cast<std::size_t>(row.back())));
    }
    const at::Tensor whole = net.logits(neural::tokenRows({row}), nullptr);
    neural::checkReaderGivesTheWhole(net, text, whole);
}

void TestRecurrent::initialWeightsFollowTheSeed() {
    QFETCH(QString, cell);
    auto one = network();
    auto other = network();
    one.initialise(3);
    other.initialise(3);
    QVERIFY(at::equal(one.parameters().values(), other.parameters().values()));
    other.initialise(4);
    QVERIFY(!at::equal(one.parameters().values(), other.parameters().values()));
    QVERIFY(one.parameters()["layers.1.U"].abs().max().item<double>() <= 1 / std::sqrt(double{h}));
    QVERIFY(one.parameters()["V"].abs().min().item<double>() > 0);
    const at::Tensor b = one.parameters()["layers.0.b"];
    QCOMPARE(b.abs().sum().item<double>(), cell == "lstm" ? double{h} : 0.0);
    if (cell == "lstm")
        QCOMPARE(b.narrow(0, h, h).min().item<double>(), 1.0);
}

void TestRecurrent::dropoutFollowsItsGenerator() {
    neural::RecurrentSpec spec = smallSpec();
    spec.dropout = 0.5;
    neural::RecurrentNetwork net("gru", spec, V);
    fillRandomly(net);
    const at::Tensor tokens = neural::tokenRows(rows);
    const auto pass = [&](std::uint64_t seed) {
        neural::TrainingPass training{at::detail::createCPUGenerator(seed), {}};
        return net.logits(tokens, &training);
    };
    const at::Tensor one = pass(1);
    QVERIFY(at::equal(one, pass(1)));
    QVERIFY(!at::equal(one, pass(2)));
    // None outside of training, and the process's own generator is left alone.
    const at::Tensor without = net.logits(tokens, nullptr);
    QVERIFY(!at::equal(one, without));
    auto shared = at::detail::getDefaultCPUGenerator();
    const auto state = shared.get_state();
    pass(3);
    QVERIFY(at::equal(state, shared.get_state()));
}

QTEST_APPLESS_MAIN(TestRecurrent)
#include "tst_recurrent.moc"
