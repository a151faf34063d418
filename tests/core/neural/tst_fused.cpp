// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/precision.h"
#include "core/neural/data/token_numbers.h"
#include "core/neural/layers/attention.h"
#include "core/neural/layers/position.h"
#include "core/neural/operators/fused.h"
#include "core/neural/operators/low_rank.h"
#include "core/neural/operators/products.h"
#include "core/neural/operators/vector_loops.h"

#include <QTest>

#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

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

/// Of so many keys and queries, without a mask.
Sight causal(std::int64_t count) {
    return causalSight(at::full({1, count}, 5, integers()), 0);
}

at::Tensor causalAttention(const std::vector<at::Tensor>& x) {
    return rangeAttention(x[0], x[1], x[2], 0.4, causal(x[0].size(2)).range);
}

} // namespace

class TestFused : public QObject {
    Q_OBJECT
private slots:
    void attentionIsThePlainOne_data();
    void attentionIsThePlainOne();
    void droppedWeightsAreLeftOutOfAttention_data();
    void droppedWeightsAreLeftOutOfAttention();
    void attentionInBfloat16IsNearThePlainOne_data();
    void attentionInBfloat16IsNearThePlainOne();
    void filledTextIsSeenAsInTheFigure();
    void queriesMayLieInOneProjection();
    void gradientsThatLieTogetherAreNotPutTogether();
    void gradientsThatLieApartArePutTogether();
    void normIsThePlainOne_data();
    void normIsThePlainOne();
    void feedForwardIsThePlainOne_data();
    void feedForwardIsThePlainOne();
    void numbersAreRoundedAsLibTorchDoes();
    void roundedFactorsMayBeTurnedAndApart();
    void geluIsThePlainOne_data();
    void geluIsThePlainOne();
    void linearAddsToTheGradients_data();
    void linearAddsToTheGradients();
    void linearMayTakeSomeRows();
    void productsInBfloat16AreThoseOfRoundedFactors_data() { linearAddsToTheGradients_data(); }
    void productsInBfloat16AreThoseOfRoundedFactors();
    void embeddingAddsToTheRowsLookedUp();
    void crossEntropyIsThePlainOne();
    void whatIsNoNumberStaysNone();
};

void TestFused::attentionIsThePlainOne_data() {
    QTest::addColumn<int>("groups");
    QTest::addColumn<int>("queries");
    QTest::addColumn<int>("keys");
    QTest::addColumn<QString>("sight");
    QTest::newRow("one block") << 4 << 7 << 7 << "causal";
    QTest::newRow("several blocks, the last one short") << 4 << 150 << 150 << "causal";
    QTest::newRow("heads share keys") << 2 << 70 << 70 << "causal";
    QTest::newRow("all heads share one key") << 1 << 64 << 64 << "causal";
    QTest::newRow("sentences in the rows") << 2 << 150 << 150 << "causal sentences";
    QTest::newRow("both ways") << 4 << 150 << 150 << "both ways";
    QTest::newRow("both ways, sentences in the rows") << 2 << 150 << 150 << "sentences";
    QTest::newRow("another text") << 2 << 90 << 140 << "counterpart";
    QTest::newRow("another text's sentences") << 4 << 130 << 90 << "counterpart sentences";
    QTest::newRow("after others") << 4 << 80 << 150 << "past";
}

/// Tokens of two rows in which sentences of some lengths begin: `row` many more in the second.
static at::Tensor twoRows(std::int64_t count, const std::vector<std::int64_t>& starts,
                          std::int64_t row) {
    at::Tensor tokens = at::full({2, count}, 5, integers());
    for (const std::int64_t start : starts) {
        tokens[0][start] = numberOfStart;
        tokens[1][std::min(start + row, count - 1)] = numberOfStart;
    }
    return tokens;
}

static Sight sightOf(const QString& name, std::int64_t queries, std::int64_t keys) {
    const at::Tensor plain = at::full({1, queries}, 5, integers());
    if (name == "causal")
        return causalSight(plain, 0);
    if (name == "past")
        return causalSight(plain, keys - queries);
    if (name == "both ways")
        return sentenceSight(plain);
    if (name == "counterpart")
        return counterpartSight(plain, at::full({1, keys}, 5, integers()));
    const at::Tensor sentences = twoRows(queries, {3, 4, 60, 72}, 5);
    if (name == "causal sentences")
        return causalSight(sentences, 0);
    if (name == "sentences")
        return sentenceSight(sentences);
    return counterpartSight(sentences, twoRows(keys, {1, 20, 50, 80}, 2));
}

/// With and without numbers of distances, which have gradients too.
void TestFused::attentionIsThePlainOne() {
    QFETCH(int, groups);
    QFETCH(int, queries);
    QFETCH(int, keys);
    QFETCH(QString, sight);
    const Sight seen = sightOf(sight, queries, keys);
    QVERIFY(seen.range.defined());
    const std::vector<at::Tensor> values = {
        normal({2, 4, queries, 8}, 1), normal({2, groups, keys, 8}, 2),
        normal({2, groups, keys, 6}, 3), normal({4, queries + keys - 1}, 4)};
    for (const bool biased : {false, true}) {
        const auto ours = [&](const auto& x) {
            const at::Tensor bias = biased ? x[3] : at::Tensor();
            return rangeAttention(x[0], x[1], x[2], 0.4, seen.range, bias);
        };
        const auto plain = [&](const auto& x) {
            View view;
            view.bias = maskOf(seen, keys);
            if (biased)
                view.bias = view.bias + spreadOut(x[3], queries, keys);
            return weighedValues(x[0], x[1], x[2], 0.4, view);
        };
        std::vector<at::Tensor> inputs = values;
        inputs.resize(biased ? 4 : 3);
        compare(resultAndGradients(ours, inputs), resultAndGradients(plain, inputs), 2e-5);
    }
}

void TestFused::queriesMayLieInOneProjection() {
    const at::Tensor projection = normal({2, 70, 3 * 4 * 8}, 1);
    const auto heads = [](const at::Tensor& x, bool fused) {
        std::vector<at::Tensor> parts;
        for (const at::Tensor& part : x.chunk(3, 2))
            parts.push_back(part.reshape({2, 70, 4, 8}).transpose(1, 2));
        View view;
        view.bias = maskOf(causal(70), 70);
        return fused ? causalAttention(parts)
                     : weighedValues(parts[0], parts[1], parts[2], 0.4, view);
    };
    compare(resultAndGradients([&](const auto& x) { return heads(x[0], true); }, {projection}),
            resultAndGradients([&](const auto& x) { return heads(x[0], false); }, {projection}),
            2e-5);
}

/// bfloat16 has 8 bits: what is near 1 is off by 2^-9 at most, sums of such by little more.
constexpr double roundings = 0.04;

void TestFused::droppedWeightsAreLeftOutOfAttention_data() {
    QTest::addColumn<bool>("rounded");
    QTest::newRow("float32") << false;
    QTest::newRow("bfloat16") << true;
}

/// Values that are the columns of one show the weights themselves, and so which were left out.
void TestFused::droppedWeightsAreLeftOutOfAttention() {
    QFETCH(bool, rounded);
    const ProductPrecision precision(rounded ? Precision::Bfloat16 : Precision::Float32);
    constexpr std::int64_t count = 150;
    const at::Tensor seen = causal(count).range;
    const AttentionDropout dropout{0.25, 7};
    const std::vector<at::Tensor> qk = {normal({2, 4, count, 8}, 1), normal({2, 2, count, 8}, 2)};
    const auto weightsOf = [&](const AttentionDropout& own) {
        const at::Tensor one = at::eye(count, floats()).expand({2, 2, count, count});
        return rangeAttention(qk[0], qk[1], one, 0.4, seen, {}, own)
            .view({2, count, 4, count})
            .transpose(1, 2); // [B, H, T, S]
    };
    const at::Tensor all = weightsOf({});
    const at::Tensor mask = weightsOf(dropout).ne(0).to(at::kFloat) / 0.75;
    // A quarter, in every head and row others, and the same again by the same key.
    const double kept = mask.ne(0).sum().item<double>() / all.ne(0).sum().item<double>();
    QVERIFY2(std::abs(kept - 0.75) < 0.01, qPrintable(QString::number(kept)));
    QVERIFY(!at::equal(mask[0][0], mask[0][1]) && !at::equal(mask[0][0], mask[1][0]));
    QVERIFY(!at::equal(mask[0][0][140], mask[0][0][141]));
    QVERIFY(at::equal(weightsOf(dropout), weightsOf(dropout)));
    QVERIFY(!at::equal(weightsOf(dropout), weightsOf({0.25, 8})));

    const std::vector<at::Tensor> values = {qk[0], qk[1], normal({2, 2, count, 6}, 3)};
    const auto ours = [&](const auto& x) {
        return rangeAttention(x[0], x[1], x[2], 0.4, seen, {}, dropout);
    };
    const auto plain = [&](const auto& x) {
        const at::Tensor k = x[1].repeat_interleave(2, 1);
        const at::Tensor scores =
            at::matmul(x[0] * 0.4, k.transpose(2, 3)) + maskOf(causal(count), count);
        return at::matmul(at::softmax(scores, -1) * mask, x[2].repeat_interleave(2, 1))
            .transpose(1, 2)
            .reshape({2, count, 24});
    };
    const auto own = resultAndGradients(ours, values);
    const auto expected = resultAndGradients(plain, values);
    for (std::size_t i = 0; i < own.size(); ++i) {
        const at::Tensor size = expected[i].abs().max();
        compare({own[i] / size}, {expected[i] / size}, rounded ? roundings : 2e-5);
    }
}

void TestFused::attentionInBfloat16IsNearThePlainOne_data() {
    attentionIsThePlainOne_data();
}

void TestFused::attentionInBfloat16IsNearThePlainOne() {
    QFETCH(int, groups);
    QFETCH(int, queries);
    QFETCH(int, keys);
    QFETCH(QString, sight);
    const at::Tensor seen = sightOf(sight, queries, keys).range;
    const std::vector<at::Tensor> values = {
        normal({2, 4, queries, 8}, 1), normal({2, groups, keys, 8}, 2),
        normal({2, groups, keys, 6}, 3), normal({4, queries + keys - 1}, 4)};
    const auto attention = [&](const auto& x) {
        return rangeAttention(x[0], x[1], x[2], 0.4, seen, x[3]);
    };
    const std::vector<at::Tensor> single = resultAndGradients(attention, values);
    const ProductPrecision precision(Precision::Bfloat16);
    const std::vector<at::Tensor> rounded = resultAndGradients(attention, values);
    for (std::size_t i = 0; i < single.size(); ++i) {
        QVERIFY(!at::equal(single[i], rounded[i]));
        const at::Tensor scale = single[i].abs().max();
        compare({rounded[i] / scale}, {single[i] / scale}, roundings);
    }
}

/// Du et al. 2022, figure 2 d, as a mask of all pairs.
void TestFused::filledTextIsSeenAsInTheFigure() {
    // Two sentences, of two blanks and of none, and one of a blank at the end of the row.
    const at::Tensor tokens =
        at::tensor(std::vector<std::int64_t>{1, 3, 9, 4, 9, 8, 8, 8, 1, 5, 1, 9, 8, 8}, integers())
            .unsqueeze(0);
    const at::Tensor inBlank = tokens.eq(8);
    const at::Tensor later =
        distances(at::arange(14, integers()), at::arange(14, integers())).gt(0);
    const at::Tensor unwritten =
        inBlank.unsqueeze(1).logical_and(inBlank.logical_not().unsqueeze(2).logical_or(later));
    const at::Tensor expected =
        maskOf(isOtherSentence(tokens).logical_or(unwritten.unsqueeze(1))); // [1, 1, 14, 14]
    QVERIFY(at::equal(maskOf(filledSight(tokens, inBlank), 14), expected));
}

void TestFused::gradientsThatLieTogetherAreNotPutTogether() {
    at::Tensor projection = normal({2, 70, (4 + 2 + 2) * 8}, 1).requires_grad_(true);
    const auto parts = fusedSplit(projection, {32, 16, 16});
    std::vector<at::Tensor> gradients;
    std::vector<at::Tensor> inHeads;
    for (const at::Tensor& part : parts) {
        part.register_hook([&](at::Tensor gradient) { gradients.push_back(std::move(gradient)); });
        inHeads.push_back(part.reshape({2, 70, part.size(2) / 8, 8}).transpose(1, 2));
    }
    projection.register_hook([&](at::Tensor whole) { gradients.push_back(std::move(whole)); });
    causalAttention(inHeads).sum().backward();
    QCOMPARE(gradients.size(), std::size_t{4});
    const at::Tensor& whole = gradients.back();
    QVERIFY(whole.is_contiguous());
    for (std::size_t i = 0; i + 1 < gradients.size(); ++i)
        QVERIFY(gradients[i].is_alias_of(whole));
}

void TestFused::gradientsThatLieApartArePutTogether() {
    const auto run = [](bool fused) {
        at::Tensor x = normal({2, 3, 9}, 1).requires_grad_(true);
        const std::vector<std::int64_t> sizes = {4, 2, 3};
        const auto parts = fused ? fusedSplit(x, sizes) : x.split_with_sizes(sizes, -1);
        // Nothing comes of the second one.
        (parts[0].sin().sum() + parts[2].exp().sum()).backward();
        return x.grad();
    };
    compare({run(true)}, {run(false)}, 1e-6);
}

void TestFused::normIsThePlainOne_data() {
    QTest::addColumn<bool>("hasMean");
    QTest::addColumn<bool>("hasBias");
    QTest::newRow("LayerNorm") << true << true;
    QTest::newRow("LayerNorm without bias") << true << false;
    QTest::newRow("RMSNorm") << false << false;
}

/// With gradients that are there already.
void TestFused::normIsThePlainOne() {
    QFETCH(bool, hasMean);
    QFETCH(bool, hasBias);
    const auto run = [&](bool fused) {
        at::Tensor weight = normal({37}, 1).requires_grad_(true);
        at::Tensor bias = normal({37}, 2).requires_grad_(true);
        weight.mutable_grad() = at::ones({37}, floats());
        bias.mutable_grad() = at::ones({37}, floats());
        at::Tensor x = (normal({2, 3, 37}, 3) * 4 + 1).requires_grad_(true);
        const at::Tensor b = hasBias ? bias : at::Tensor();
        const auto plain = [&] {
            if (hasMean)
                return at::layer_norm(x, {37}, weight, b, 1e-3);
            return x / (x.square().mean(-1, true) + 1e-3).sqrt() * weight;
        };
        const at::Tensor y = fused ? fusedNorm(x, weight, b, hasMean, 1e-3) : plain();
        (y * at::arange(222, floats()).sin().view({2, 3, 37})).sum().backward();
        return std::vector<at::Tensor>{y.detach(), weight.grad(), bias.grad(), x.grad()};
    };
    compare(run(true), run(false), 1e-5);
    const c10::NoGradGuard guard;
    const at::Tensor x = normal({4, 37}, 5);
    const at::Tensor ones = at::ones({37}, floats());
    const at::Tensor b = hasBias ? ones : at::Tensor();
    at::Tensor recorded;
    {
        const at::AutoGradMode on(true);
        const at::Tensor weight = ones.clone().requires_grad_(true);
        weight.mutable_grad() = at::zeros({37}, floats());
        const at::Tensor shift = hasBias ? ones.clone().requires_grad_(true) : at::Tensor();
        if (hasBias)
            shift.mutable_grad() = at::zeros({37}, floats());
        recorded = fusedNorm(x, weight, shift, hasMean, 1e-5).detach();
    }
    compare({fusedNorm(x, ones, b, hasMean, 1e-5)}, {recorded}, 1e-5);
}

void TestFused::feedForwardIsThePlainOne_data() {
    QTest::addColumn<bool>("biases");
    QTest::addColumn<bool>("byTanh");
    QTest::addColumn<bool>("rounded");
    for (const bool rounded : {false, true})
        for (const bool biases : {false, true})
            for (const bool byTanh : {false, true})
                QTest::addRow("%s%s%s", biases ? "with biases" : "without",
                              byTanh ? ", by tanh" : "", rounded ? ", rounded" : "")
                    << biases << byTanh << rounded;
}

/// With gradients that are there already.
void TestFused::feedForwardIsThePlainOne() {
    QFETCH(bool, biases);
    QFETCH(bool, byTanh);
    QFETCH(bool, rounded);
    const auto run = [&](bool fused) {
        std::vector<at::Tensor> parameters = {normal({40, 8}, 1), normal({40}, 2),
                                              normal({6, 40}, 3), normal({6}, 4)};
        for (at::Tensor& parameter : parameters) {
            parameter.requires_grad_(true);
            parameter.mutable_grad() = at::ones(parameter.sizes(), floats());
        }
        const at::Tensor b = biases ? parameters[1] : at::Tensor();
        const at::Tensor c = biases ? parameters[3] : at::Tensor();
        at::Tensor x = normal({3, 7, 8}, 5).requires_grad_(true);
        const at::Tensor y =
            fused ? fusedFeedForward(x, parameters[0], b, parameters[2], c, byTanh)
                  : at::linear(at::gelu(at::linear(x, parameters[0], b), byTanh ? "tanh" : "none"),
                               parameters[2], c);
        (y * at::arange(126, floats()).sin().view({3, 7, 6})).sum().backward();
        std::vector<at::Tensor> all = {y.detach(), x.grad()};
        for (const at::Tensor& parameter : parameters)
            all.push_back(parameter.grad());
        return all;
    };
    const std::vector<at::Tensor> plain = run(false);
    const ProductPrecision precision(rounded ? Precision::Bfloat16 : Precision::Float32);
    const std::vector<at::Tensor> ours = run(true);
    QCOMPARE(at::allclose(ours[0], plain[0], 1e-4, 1e-4), !rounded);
    for (std::size_t i = 0; i < plain.size(); ++i) {
        const at::Tensor scale = plain[i].abs().max();
        compare({ours[i] / scale}, {plain[i] / scale}, rounded ? roundings : 1e-5);
    }
}

void TestFused::numbersAreRoundedAsLibTorchDoes() {
    at::Tensor x = normal({1003}, 1) * at::exp(normal({1003}, 2) * 20);
    constexpr float infinity = std::numeric_limits<float>::infinity();
    // Ties to the even one, to zero and beyond the largest, and what is no size at all.
    const std::vector<float> special = {1 + 0x1p-8F, 1 + 0x3p-8F, -1 - 0x1p-8F, 0,        -0.0F,
                                        0x1p-140F,   0x1.ffp127F, infinity,     -infinity};
    for (std::size_t i = 0; i < special.size(); ++i)
        x[static_cast<std::int64_t>(i)] = special[i];
    const auto size = static_cast<std::size_t>(x.numel());
    std::vector<std::uint16_t> rounded(size);
    roundNumbers(x.data_ptr<float>(), rounded.data(), size);
    at::Tensor back = at::empty_like(x);
    widenNumbers(rounded.data(), back.data_ptr<float>(), size);
    QVERIFY(at::equal(back, x.to(at::kBFloat16).to(at::kFloat)));
    QCOMPARE(rounded[4], std::uint16_t{0x8000});
    const float none[] = {std::numeric_limits<float>::quiet_NaN(), std::bit_cast<float>(~0U)};
    roundNumbers(none, rounded.data(), 2);
    widenNumbers(rounded.data(), back.data_ptr<float>(), 2);
    QVERIFY(std::isnan(back[0].item<float>()) && std::isnan(back[1].item<float>()));
}

/// Parts of larger matrices, each way up, added to what is there.
void TestFused::roundedFactorsMayBeTurnedAndApart() {
    constexpr std::int64_t m = 5;
    constexpr std::int64_t n = 4;
    constexpr std::int64_t k = 3;
    for (const bool turnA : {false, true})
        for (const bool turnB : {false, true}) {
            const at::Tensor a = normal({turnA ? k : m, 9}, 1).to(at::kBFloat16);
            const at::Tensor b = normal({turnB ? n : k, 8}, 2).to(at::kBFloat16);
            at::Tensor c = normal({m, 7}, 3);
            const at::Tensor wideA = a.to(at::kFloat).narrow(1, 0, turnA ? m : k);
            const at::Tensor wideB = b.to(at::kFloat).narrow(1, 0, turnB ? k : n);
            const at::Tensor product = at::mm(turnA ? wideA.t() : wideA, turnB ? wideB.t() : wideB);
            const at::Tensor expected =
                at::cat({2 * product + 0.5 * c.narrow(1, 0, n), c.narrow(1, n, 7 - n)}, 1);
            multiply(m, n, k, 2, {a.data_ptr<at::BFloat16>(), 9, turnA},
                     {b.data_ptr<at::BFloat16>(), 8, turnB}, 0.5F, c.data_ptr<float>(), 7);
            compare({c}, {expected}, 1e-5);
        }
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
void TestFused::linearMayTakeSomeRows() {
    const auto run = [&](bool fused) {
        at::Tensor weight = normal({9, 5}, 1).requires_grad_(true);
        at::Tensor shift = normal({9}, 2).requires_grad_(true);
        weight.mutable_grad() = at::ones({9, 5}, floats());
        shift.mutable_grad() = at::ones({9}, floats());
        at::Tensor x = normal({2, 3, 5}, 3).requires_grad_(true);
        const at::Tensor y = fused ? fusedLinear(x, weight, shift, 2, 4)
                                   : at::linear(x, weight.narrow(0, 2, 4), shift.narrow(0, 2, 4));
        (y * at::arange(24, floats()).sin().view({2, 3, 4})).sum().backward();
        return std::vector<at::Tensor>{y.detach(), weight.grad(), shift.grad(), x.grad()};
    };
    compare(run(true), run(false), 1e-5);
    // Of a matrix that is learnt by two narrow ones, whose own gradient is not there.
    const auto adapted = [&](bool fused) {
        const at::Tensor base = normal({9, 5}, 1);
        at::Tensor a = normal({2, 5}, 4).requires_grad_(true);
        at::Tensor b = normal({9, 2}, 5).requires_grad_(true);
        a.mutable_grad() = at::ones({2, 5}, floats());
        b.mutable_grad() = at::ones({9, 2}, floats());
        const at::Tensor weight = base + 3 * at::matmul(b, a);
        const std::vector<LowRank> matrices = {{weight.detach(), a, b, 3}};
        const LowRankScope scope(&matrices);
        at::Tensor x = normal({2, 3, 5}, 3).requires_grad_(true);
        const at::Tensor y = fused ? fusedLinear(x, matrices[0].weight, {}, 2, 4)
                                   : at::linear(x, weight.narrow(0, 2, 4));
        (y * at::arange(24, floats()).sin().view({2, 3, 4})).sum().backward();
        return std::vector<at::Tensor>{y.detach(), a.grad(), b.grad(), x.grad()};
    };
    compare(adapted(true), adapted(false), 1e-4);
    const ProductPrecision precision(Precision::Bfloat16);
    const auto rounded = adapted(true);
    const auto single = adapted(false);
    for (std::size_t i = 0; i < single.size(); ++i)
        compare({rounded[i] / single[i].abs().max()}, {single[i] / single[i].abs().max()},
                roundings);
}

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
    compare({y.flatten(0, 1), weight.grad(), x.grad().flatten(0, 1)},
            {expected, 1 + at::mm(gradient.t(), factor), at::mm(gradient, rounded(weight))}, 1e-5);
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
    const at::Tensor attended = causalAttention({q, at::ones_like(q), at::ones_like(q)});
    QVERIFY(attended[0][1].isfinite().all().item<bool>());
    QVERIFY(attended[0][2].isnan().all().item<bool>());
}

QTEST_GUILESS_MAIN(TestFused)
#include "tst_fused.moc"
