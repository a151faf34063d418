// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/two_streams.h"
#include "core/neural/specification/transformer_presets.h"
#include "core/neural/specification/transformer_size.h"
#include "tests/core/neural/gradient_check.h"
#include "tests/core/neural/reference_transformer.h"
#include "tests/core/neural/small_transformer.h"

#include <QTest>

#include <cmath>
#include <numeric>
#include <vector>

using namespace neural;

namespace {

constexpr std::int64_t V = 9;

using Ids = std::vector<std::int64_t>;

const Ids tokens = {1, 3, 5, 4, 8, 7, 6, 2};
/// Asked for: the token at 5, then with it those at 2 and 6.
const Ids ranks = {0, 0, 2, 0, 0, 1, 3, 0};
const Ids asked = {5, 2, 6};

std::vector<Variant> variants() {
    TransformerSpec xlnet = smallTransformer(findPreset("xlnet")->spec);
    std::vector<Variant> all = {{"xlnet", xlnet}};
    xlnet.position = Position::Learned;
    xlnet.normPlace = NormPlace::Before;
    all.push_back({"learned positions, norm before", xlnet});
    xlnet.position = Position::Rotary;
    xlnet.parallel = true;
    xlnet.attention = Attention::GroupedQuery;
    all.push_back({"rotary, parallel, grouped queries", xlnet});
    xlnet.attention = Attention::Latent;
    xlnet.parallel = false;
    all.push_back({"latent attention", xlnet});
    xlnet.attention = Attention::MultiHead;
    xlnet.position = Position::Alibi;
    all.push_back({"slopes", xlnet});
    xlnet.position = Position::RelativeBias;
    all.push_back({"relative bias", xlnet});
    return all;
}

struct Filled {
    TransformerSpec spec;
    TwoStreams network;

    explicit Filled(const TransformerSpec& own) : spec(own), network(own, V) {
        fillRandomly(network);
    }
    at::Tensor logits(const Ids& ids, const Ids& order, const Ids& where) const {
        Ids row = ids;
        row.insert(row.end(), order.begin(), order.end());
        row.insert(row.end(), where.begin(), where.end());
        return network.logits(tokenRows({row}), nullptr);
    }
};

Variant variant() {
    return variants()[static_cast<std::size_t>(
        QString(QTest::currentDataTag()).split(':')[0].toInt())];
}

} // namespace

class TestTwoStreams : public QObject {
    Q_OBJECT
private slots:
    void forwardPass_data() { rows(); }
    void forwardPass();
    void queriesSeeWhatIsBeforeInTheOrder_data() { rows(); }
    void queriesSeeWhatIsBeforeInTheOrder();
    void sentencesInARowAreAlone();
    void paddedQuestionsAreNumbers();
    void gradientsAreDifferences_data() { rows(); }
    void gradientsAreDifferences();
    void parameterCountIsTheBuffers_data() { rows(); }
    void parameterCountIsTheBuffers();
    void readerGoesFromLeftToRight_data() { rows(); }
    void readerGoesFromLeftToRight();
    void readerBeginsAnewBeyondItsContext();
    void aBlankHasOneToken();

private:
    static void rows() { addVariantRows(variants()); }
};

void TestTwoStreams::forwardPass() {
    Filled filled(variant().spec);
    const at::Tensor y = filled.logits(tokens, ranks, asked);
    QCOMPARE(y.sizes(), at::IntArrayRef({3, V}));
    checkRows(y, reference::Transformer(filled.network, filled.spec).answers(tokens, ranks, asked));
}

void TestTwoStreams::queriesSeeWhatIsBeforeInTheOrder() {
    const Filled filled(variant().spec);
    const at::Tensor before = filled.logits(tokens, ranks, asked);
    for (std::size_t place = 1; place < 8; ++place) {
        Ids other = tokens;
        other[place] = 0;
        const at::Tensor after = filled.logits(other, ranks, asked);
        for (std::size_t i = 0; i < 3; ++i) {
            const auto row = static_cast<std::int64_t>(i);
            const bool sees = ranks[place] < ranks[static_cast<std::size_t>(asked[i])];
            // Never itself, nor what comes after it.
            QCOMPARE(at::equal(before[row], after[row]), !sees);
        }
    }
}

void TestTwoStreams::sentencesInARowAreAlone() {
    const Filled filled(variants()[0].spec);
    const at::Tensor whole =
        filled.logits({1, 3, 5, 4, 1, 7, 6, 2}, {0, 0, 1, 0, 0, 0, 2, 0}, {2, 6});
    const at::Tensor first = filled.logits({1, 3, 5, 4, 1, 1, 1, 1}, {0, 0, 1, 0, 0, 0, 0, 0}, {2});
    const at::Tensor second =
        filled.logits({1, 7, 6, 2, 1, 1, 1, 1}, {0, 0, 1, 0, 0, 0, 0, 0}, {2});
    QVERIFY(worstDifference(whole[0], first[0]) < 1e-5);
    QVERIFY(worstDifference(whole[1], second[0]) < 1e-5);
}

void TestTwoStreams::paddedQuestionsAreNumbers() {
    Filled filled(variants()[0].spec);
    filled.network.parameters().requireGradients();
    const at::Tensor logits = filled.logits(tokens, ranks, {5, 2, 6, 0, 0});
    at::cross_entropy_loss(logits, at::tensor(Ids{7, 5, 6, noTarget, noTarget}, integers()), {},
                           at::Reduction::Sum, noTarget)
        .backward();
    QVERIFY(logits.isfinite().all().item<bool>());
    QVERIFY(filled.network.parameters().gradients().isfinite().all().item<bool>());
}

void TestTwoStreams::gradientsAreDifferences() {
    Filled filled(variant().spec);
    filled.network.parameters().values().mul_(0.6);
    checkGradients(
        filled.network,
        [&] {
            return at::cross_entropy_loss(filled.logits(tokens, ranks, asked),
                                          at::tensor(Ids{7, 5, 6}, integers()), {},
                                          at::Reduction::Mean, noTarget);
        },
        0.02);
}

void TestTwoStreams::parameterCountIsTheBuffers() {
    const TransformerSpec spec = variant().spec;
    TwoStreams network(spec, V);
    QCOMPARE(static_cast<std::uint64_t>(network.parameters().values().numel()),
             parameterCount(spec, V));
}

void TestTwoStreams::readerGoesFromLeftToRight() {
    const Filled filled(variant().spec);
    std::vector<at::Tensor> rows;
    for (std::size_t seen = 1; seen < 8; ++seen) {
        // h sees what is before it alone, so that it can be remembered.
        Ids order(8);
        std::iota(order.begin(), order.end(), std::int64_t{0});
        rows.push_back(filled.logits(tokens, order, {static_cast<std::int64_t>(seen)})[0]);
    }
    checkReaderGivesTheWhole(filled.network, asText({tokens.begin(), tokens.end() - 1}),
                             at::stack(rows), 2e-5);
}

void TestTwoStreams::readerBeginsAnewBeyondItsContext() {
    // It asks for the last of 8 places after seven tokens; then three of them are read again.
    const Filled filled(variants()[1].spec);
    const auto reader = filled.network.reader();
    const auto text = asText({1, 3, 5, 4, 8, 7, 6, 2, 3, 4});
    const at::Tensor rows = reader->read(text, Reader::Rows::Every);
    const auto again = filled.network.reader();
    const at::Tensor kept = again->read(asText({8, 7, 6, 2, 3}), Reader::Rows::Every);
    QVERIFY(worstDifference(rows[7], kept[3]) < 1e-5);
    QVERIFY(worstDifference(rows[8], kept[4]) < 1e-5);
}

void TestTwoStreams::aBlankHasOneToken() {
    const Filled filled(variants()[0].spec);
    // <s> 3 5 ___ 8 7 ___: the second blank is seen by nobody.
    const auto filler = filled.network.filler({{1, 3, 5}, {8, 7}, {2}});
    const at::Tensor rows = filler->read(asText({1, 6}), Reader::Rows::Every);
    const at::Tensor expected =
        filled.logits({1, 3, 5, 0, 8, 7, 0, 2}, {0, 0, 0, 1, 0, 0, 2, 0}, {3})[0];
    QVERIFY(worstDifference(rows[0].narrow(0, 3, 6), expected.narrow(0, 3, 6)) < 1e-5);
    QVERIFY(std::isinf(rows[0][2].item<double>()));
    QCOMPARE(rows[1][2].item<double>(), 0.0);
}

QTEST_APPLESS_MAIN(TestTwoStreams)
#include "tst_two_streams.moc"
