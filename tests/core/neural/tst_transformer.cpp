// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/transformer.h"
#include "core/neural/specification/transformer_presets.h"
#include "core/neural/specification/transformer_size.h"
#include "tests/core/neural/gradient_check.h"
#include "tests/core/neural/reference_transformer.h"
#include "tests/core/neural/small_transformer.h"

#include <QTest>

#include <cmath>
#include <random>
#include <vector>

using namespace neural;

namespace {

constexpr std::int64_t V = 9;
const std::vector<std::int64_t> sentence = {1, 3, 5, 4, 8, 7, 6, 3};

/// Every preset that tells the next token, and what none of them has.
std::vector<Variant> variants() {
    std::vector<Variant> all;
    for (const TransformerPreset& preset : transformerPresets())
        if (preset.spec.objective == Objective::NextToken)
            all.push_back({preset.architecture, smallTransformer(preset.spec)});
    TransformerSpec spec = findPreset("glm")->spec;
    spec.objective = Objective::NextToken;
    all.push_back({"norms after, gated", smallTransformer(spec)});
    spec = findPreset("xlnet")->spec;
    spec.objective = Objective::NextToken;
    all.push_back({"distances as keys, output bias", smallTransformer(spec)});
    spec = {};
    spec.position = Position::Sinusoidal;
    spec.normPlace = NormPlace::After;
    spec.feedForward = FeedForward::Relu;
    all.push_back({"sinusoidal, norm after, ReLU", smallTransformer(spec)});
    spec = {};
    spec.position = Position::RelativeBias;
    spec.norm = Norm::RmsNorm;
    spec.queryKeyValueBias = false;
    spec.feedForward = FeedForward::GeGluTanh;
    all.push_back({"relative bias, RMSNorm, gated by tanh", smallTransformer(spec)});
    spec = {};
    spec.experts.count = 1;
    spec.attention = Attention::GroupedQuery;
    all.push_back({"experts with biases, grouped queries", smallTransformer(spec)});
    spec = {};
    spec.attention = Attention::Latent;
    spec.position = Position::Rotary;
    all.push_back({"latent attention, whole queries", smallTransformer(spec)});
    spec.attention = Attention::MultiHead;
    spec.normEpsilon = 0.1;
    spec.rotaryBase = 50;
    all.push_back({"another epsilon, another base", smallTransformer(spec)});
    return all;
}

Variant variant() {
    return variants()[static_cast<std::size_t>(
        QString(QTest::currentDataTag()).split(':')[0].toInt())];
}

} // namespace

class TestTransformer : public QObject {
    Q_OBJECT
private slots:
    void forwardPass_data() { rows(); }
    void forwardPass();
    void laterTokensChangeNothingBefore_data() { rows(); }
    void laterTokensChangeNothingBefore();
    void sentencesInARowAreAlone_data() { rows(); }
    void sentencesInARowAreAlone();
    void readerGivesTheWhole_data() { rows(); }
    void readerGivesTheWhole();
    void readerBeginsAnewBeyondItsContext();
    void gradientsAreDifferences_data() { rows(); }
    void gradientsAreDifferences();
    void parameterCountIsTheBuffers_data() { rows(); }
    void parameterCountIsTheBuffers();
    void whatIsRememberedIsCounted_data() { rows(); }
    void whatIsRememberedIsCounted();
    void publishedSizesComeOut_data();
    void publishedSizesComeOut();
    void balanceLossIsLeastWhereExpertsShare();
    void dropoutFollowsItsGenerator();
    void slopesAndBuckets();
    void turningTellsDistances();
    void initialWeightsFollowTheSeed();

private:
    static void rows() { addVariantRows(variants()); }
};

void TestTransformer::forwardPass() {
    const auto [name, spec] = variant();
    Transformer network(spec, V);
    fillRandomly(network);
    const at::Tensor y = network.logits(tokenRows({sentence}), nullptr);
    QCOMPARE(y.sizes(), at::IntArrayRef({8, V}));
    checkRows(y, reference::Transformer(network, spec).logits(sentence));
}

void TestTransformer::laterTokensChangeNothingBefore() {
    const auto [name, spec] = variant();
    Transformer network(spec, V);
    fillRandomly(network);
    const at::Tensor before = network.logits(tokenRows({sentence}), nullptr);
    for (std::int64_t place = 1; place < 8; ++place) {
        auto other = sentence;
        other[static_cast<std::size_t>(place)] = 2;
        const at::Tensor after = network.logits(tokenRows({other}), nullptr);
        QVERIFY(at::equal(before.narrow(0, 0, place), after.narrow(0, 0, place)));
        QVERIFY(!at::equal(before[place], after[place]));
        QVERIFY(!at::equal(before[7], after[7])); // and everything later hears of it
    }
}

void TestTransformer::sentencesInARowAreAlone() {
    const auto [name, spec] = variant();
    Transformer network(spec, V);
    fillRandomly(network);
    const at::Tensor together =
        network.logits(tokenRows({{1, 3, 5, 1, 8, 7, 1, 6}, {4, 4, 3, 2, 1, 8, 7, 2}}), nullptr);
    const auto alone = [&](const std::vector<std::int64_t>& tokens, std::int64_t at) {
        const at::Tensor expected = network.logits(tokenRows({tokens}), nullptr);
        return (together.narrow(0, at, expected.size(0)) - expected).abs().max().item<double>();
    };
    QVERIFY(alone({1, 3, 5}, 0) < 1e-5);
    QVERIFY(alone({1, 8, 7}, 3) < 1e-5);
    QVERIFY(alone({1, 6}, 6) < 1e-5);
    QVERIFY(alone({4, 4, 3, 2}, 8) < 1e-5);
    QVERIFY(alone({1, 8, 7, 2}, 12) < 1e-5);
}

void TestTransformer::readerGivesTheWhole() {
    const auto [name, spec] = variant();
    Transformer network(spec, V);
    fillRandomly(network);
    std::vector<text::TokenId> text;
    for (const std::int64_t token : sentence)
        text.push_back(text::tokenId(static_cast<std::size_t>(token)));
    checkReaderGivesTheWhole(network, text, network.logits(tokenRows({sentence}), nullptr), 2e-5);
}

void TestTransformer::readerBeginsAnewBeyondItsContext() {
    // Of 8 places; after every eighth token the last four are read again as a text of their own.
    Transformer network(smallTransformer({}), V);
    fillRandomly(network);
    std::vector<std::int64_t> row;
    std::vector<text::TokenId> text;
    for (std::size_t i = 0; i < 18; ++i) {
        row.push_back(i == 0 ? 1 : static_cast<std::int64_t>(2 + i * i % 7));
        text.push_back(text::tokenId(static_cast<std::size_t>(row.back())));
    }
    const auto part = [&](std::ptrdiff_t begin, std::ptrdiff_t end) {
        return network.logits(tokenRows({{row.begin() + begin, row.begin() + end}}), nullptr);
    };
    const at::Tensor whole = at::cat({part(0, 8), part(4, 12).narrow(0, 4, 4),
                                      part(8, 16).narrow(0, 4, 4), part(12, 18).narrow(0, 4, 2)});
    checkReaderGivesTheWhole(network, text, whole);
}

void TestTransformer::gradientsAreDifferences() {
    TransformerSpec spec = variant().spec;
    if (spec.experts.count > 0) // where a choice changes there is no derivative
        spec.experts.chosen = spec.experts.count;
    Transformer network(spec, V);
    fillRandomly(network);
    const at::Tensor tokens =
        tokenRows({sentence, {4, 6, 2, 1, 3, 8, 5, 7}, {7, 3, 3, 6, 2, 5, 4, 8}});
    const float scale = 0.6F; // gentle slopes, so that a difference is near to a derivative
    network.parameters().values().mul_(scale);
    checkGradients(
        network, [&] { return nextTokenLoss(network, tokens); }, 0.02);
}

void TestTransformer::parameterCountIsTheBuffers() {
    const auto [name, spec] = variant();
    Transformer network(spec, V);
    QCOMPARE(static_cast<std::uint64_t>(network.parameters().values().numel()),
             parameterCount(spec, V));
    TransformerSpec untied = spec;
    untied.tiedOutput = !spec.tiedOutput;
    Transformer other(untied, V);
    QCOMPARE(static_cast<std::uint64_t>(other.parameters().values().numel()),
             parameterCount(untied, V));
}

void TestTransformer::whatIsRememberedIsCounted() {
    const auto [name, spec] = variant();
    const Transformer network(spec, V);
    SequenceState state;
    network.read(tokenRows({sentence}), state, nullptr);
    std::int64_t numbers = 0;
    for (const at::Tensor& tensor : state.tensors)
        numbers += tensor.numel();
    QCOMPARE(static_cast<std::uint64_t>(numbers), rememberedPerToken(spec) * 8);
}

void TestTransformer::publishedSizesComeOut_data() {
    QTest::addColumn<double>("computed");
    QTest::addColumn<double>("published");
    QTest::addColumn<double>("tolerance");
    const auto add = [](const PublishedSystem& system) {
        requireValid(system.spec);
        QTest::newRow(system.name.c_str())
            << static_cast<double>(parameterCount(system.spec, system.vocabularySize))
            << system.parameters << system.tolerance;
    };
    for (const TransformerPreset& preset : transformerPresets()) {
        requireValid(preset.spec);
        add(preset.published);
    }
    for (const PublishedSystem& system : furtherSystems())
        add(system);
}

void TestTransformer::publishedSizesComeOut() {
    QFETCH(double, computed);
    QFETCH(double, published);
    QFETCH(double, tolerance);
    QVERIFY2(
        std::abs(computed - published) <= tolerance * published,
        qPrintable(QString("%1 instead of %2").arg(computed, 0, 'f', 0).arg(published, 0, 'f', 0)));
    // DeepSeek's own account: of 671 billion, 36.7 are active, 0.9 of them the embeddings'.
    const TransformerPreset& deepseek = *findPreset("deepseek");
    const double active = static_cast<double>(
        activeParameterCount(deepseek.published.spec, deepseek.published.vocabularySize));
    QVERIFY(std::abs(active - 36.7e9) < 0.1e9);
}

void TestTransformer::balanceLossIsLeastWhereExpertsShare() {
    TransformerSpec spec = smallTransformer({});
    spec.layers = 1;
    spec.experts = {
        .count = 4, .chosen = 1, .shared = 0, .innerWidth = 5, .denseLayers = 0, .balanceLoss = 2};
    Transformer network(spec, V);
    fillRandomly(network);
    const auto lossWith = [&](float towardsFirst) {
        // The router sees a norm's output whose bias alone is not 0.
        const c10::NoGradGuard guard;
        at::Tensor weight = network.parameters()["blocks.0.feed_forward_norm.weight"];
        at::Tensor bias = network.parameters()["blocks.0.feed_forward_norm.bias"];
        at::Tensor router = network.parameters()["blocks.0.feed_forward.router.weight"];
        weight.zero_();
        bias.fill_(1);
        router.zero_();
        router[0].fill_(towardsFirst);
        TrainingPass pass{at::detail::createCPUGenerator(1), {}};
        network.logits(tokenRows({sentence}), &pass);
        return pass.extraLoss.item<double>();
    };
    // All tokens to one expert, with a probability of 1 / 4: α (4 · 1 · 1 / 4) = α; with one of
    // nearly 1: 4 α.
    QVERIFY(std::abs(lossWith(0) - 2) < 1e-5);
    QVERIFY(std::abs(lossWith(5) - 8) < 1e-4);
}

void TestTransformer::dropoutFollowsItsGenerator() {
    TransformerSpec spec = smallTransformer({});
    spec.dropout = 0.5;
    Transformer network(spec, V);
    fillRandomly(network);
    const auto pass = [&](std::uint64_t seed) {
        TrainingPass training{at::detail::createCPUGenerator(seed), {}};
        return network.logits(tokenRows({sentence}), &training);
    };
    QVERIFY(at::equal(pass(1), pass(1)));
    QVERIFY(!at::equal(pass(1), pass(2)));
    const at::Tensor without = network.logits(tokenRows({sentence}), nullptr);
    QVERIFY(at::equal(without, network.logits(tokenRows({sentence}), nullptr)));
    QVERIFY(!at::equal(pass(1), without));
}

void TestTransformer::slopesAndBuckets() {
    // The paper's figure for 8 heads, and its rule for 6: those of 4, then every other one of 8's.
    const at::Tensor eight = alibiSlopes(8);
    for (int head = 0; head < 8; ++head)
        QCOMPARE(eight[head].item<float>(), std::ldexp(1.0F, -1 - head));
    const at::Tensor six = alibiSlopes(6);
    const std::vector<float> expected = {0.25F, 0.0625F, 0.015625F, 0.00390625F, 0.5F, 0.125F};
    for (int head = 0; head < 6; ++head)
        QCOMPARE(six[head].item<float>(), expected[static_cast<std::size_t>(head)]);

    const auto bucket = [](std::int64_t distance, bool bothWays) {
        return relativeBucketsOf(at::tensor(std::vector<std::int64_t>{distance}, integers()), 32,
                                 128, bothWays)
            .item<std::int64_t>();
    };
    // What follows counts as no distance for a decoder.
    QCOMPARE(bucket(5, false), std::int64_t{0});
    QCOMPARE(bucket(0, false), std::int64_t{0});
    QCOMPARE(bucket(-15, false), std::int64_t{15});
    QCOMPARE(bucket(-16, false), std::int64_t{16});
    QCOMPARE(bucket(-46, false), std::int64_t{24}); // 16 + 16 ln(46 / 16) / ln(8)
    QCOMPARE(bucket(-127, false), std::int64_t{31});
    QCOMPARE(bucket(-5000, false), std::int64_t{31});
    QCOMPARE(bucket(-7, true), std::int64_t{7});
    QCOMPARE(bucket(7, true), std::int64_t{23});
    QCOMPARE(bucket(-500, true), std::int64_t{15});
    QCOMPARE(bucket(500, true), std::int64_t{31});
}

void TestTransformer::turningTellsDistances() {
    std::mt19937 random(3);
    std::normal_distribution<float> normal;
    std::vector<float> numbers(16);
    for (float& number : numbers)
        number = normal(random);
    const at::Tensor q =
        at::tensor(std::vector<float>(numbers.begin(), numbers.begin() + 8), floats());
    const at::Tensor k =
        at::tensor(std::vector<float>(numbers.begin() + 8, numbers.end()), floats());
    const auto product = [&](std::int64_t queryPlace, std::int64_t keyPlace) {
        const at::Tensor turnedQ =
            Rotation(at::full({1}, queryPlace, integers()), 8).turn(q.view({1, 1, 1, 8}));
        const at::Tensor turnedK =
            Rotation(at::full({1}, keyPlace, integers()), 8).turn(k.view({1, 1, 1, 8}));
        return (turnedQ * turnedK).sum().item<double>();
    };
    QVERIFY(std::abs(product(3, 1) - product(40, 38)) < 1e-4);
    QVERIFY(std::abs(product(3, 1) - product(3, 2)) > 1e-3);
    QVERIFY(std::abs(product(0, 0) - at::dot(q, k).item<double>()) < 1e-5);
}

void TestTransformer::initialWeightsFollowTheSeed() {
    Transformer one(smallTransformer({}), V);
    Transformer other(smallTransformer({}), V);
    one.initialise(3);
    other.initialise(3);
    QVERIFY(at::equal(one.parameters().values(), other.parameters().values()));
    other.initialise(4);
    QVERIFY(!at::equal(one.parameters().values(), other.parameters().values()));
    const Parameters& p = one.parameters();
    QCOMPARE(p["final_norm.weight"].min().item<float>(), 1.0F);
    QCOMPARE(p["final_norm.bias"].abs().max().item<float>(), 0.0F);
    const auto deviation = [&](const char* name) { return p[name].std().item<double>(); };
    QVERIFY(std::abs(deviation("blocks.0.attention.query_key_value.weight") - 0.02) < 0.003);
    QVERIFY(std::abs(deviation("blocks.1.attention.output.weight") - 0.01) < 0.003);
    QVERIFY(std::abs(deviation("blocks.1.feed_forward.out.weight") - 0.01) < 0.003);
}

QTEST_APPLESS_MAIN(TestTransformer)
#include "tst_transformer.moc"
