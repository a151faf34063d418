// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/blank_filler.h"
#include "core/neural/specification/transformer_presets.h"
#include "core/neural/specification/transformer_size.h"
#include "tests/core/neural/gradient_check.h"
#include "tests/core/neural/reference_transformer.h"
#include "tests/core/neural/small_transformer.h"

#include <QTest>

#include <cmath>
#include <vector>

using namespace neural;

namespace {

constexpr std::int64_t V = 9;
constexpr std::int64_t mask = V + BlankToken::mask;
constexpr std::int64_t rest = V + BlankToken::rest;
constexpr std::int64_t begin = V + BlankToken::begin;

using Ids = std::vector<std::int64_t>;

/// <s> 3 [mask] 8 [mask], and in the second blank 6 5, in the first 7.
const Ids tokens = {1, 3, mask, 8, mask, begin, 6, 5, begin, 7};
const Ids places = {0, 1, 2, 3, 4, 4, 4, 4, 2, 2};
const Ids insides = {0, 0, 0, 0, 0, 1, 2, 3, 1, 2};

std::vector<Variant> variants() {
    TransformerSpec glm = smallTransformer(findPreset("glm")->spec);
    std::vector<Variant> all = {{"glm", glm}};
    glm.position = Position::Learned;
    glm.normPlace = NormPlace::Before;
    glm.residualScale = 1;
    all.push_back({"learned positions", glm});
    glm.position = Position::Sinusoidal;
    glm.parallel = true;
    all.push_back({"sinusoidal, parallel", glm});
    glm.position = Position::RelativeBias;
    glm.parallel = false;
    all.push_back({"relative bias", glm});
    glm.position = Position::TransformerXl;
    all.push_back({"distances as keys", glm});
    glm.position = Position::Rotary;
    glm.attention = Attention::Latent;
    all.push_back({"latent attention", glm});
    return all;
}

struct Filled {
    TransformerSpec spec;
    BlankFiller network;

    explicit Filled(const TransformerSpec& own) : spec(own), network(own, V) {
        fillRandomly(network);
    }
    at::Tensor logits(const std::vector<Ids>& parts) const {
        return network.logits(
            at::stack({tokenRows({parts[0]}), tokenRows({parts[1]}), tokenRows({parts[2]})}, 1)
                .flatten(1),
            nullptr);
    }
    /// After the last of `written` in a blank for all that follows the text.
    at::Tensor nextAfter(Ids text, const Ids& written) const {
        Ids where(text.size() + 1);
        Ids in(text.size() + 1);
        for (std::size_t i = 0; i < where.size(); ++i)
            where[i] = static_cast<std::int64_t>(i);
        text.push_back(rest);
        text.push_back(begin);
        text.insert(text.end(), written.begin(), written.end());
        const std::int64_t blank = where.back();
        where.resize(text.size(), blank);
        while (in.size() < text.size())
            in.push_back(in.back() + 1);
        return logits({text, where, in})[static_cast<std::int64_t>(text.size()) - 1].narrow(0, 0,
                                                                                            V);
    }
};

Variant variant() {
    return variants()[static_cast<std::size_t>(
        QString(QTest::currentDataTag()).split(':')[0].toInt())];
}

} // namespace

class TestBlankFiller : public QObject {
    Q_OBJECT
private slots:
    void forwardPass_data() { rows(); }
    void forwardPass();
    void textIsSeenBothWaysAndBlanksFromTheLeft_data() { rows(); }
    void textIsSeenBothWaysAndBlanksFromTheLeft();
    void sentencesInARowAreAlone();
    void placesInBlanksTell();
    void gradientsAreDifferences_data() { rows(); }
    void gradientsAreDifferences();
    void parameterCountIsTheBuffers_data() { rows(); }
    void parameterCountIsTheBuffers();
    void readerFillsOneBlank_data() { rows(); }
    void readerFillsOneBlank();
    void readerBeginsAnewBeyondItsContext();
    void aBlankInTheMidst_data() { rows(); }
    void aBlankInTheMidst();

private:
    static void rows() { addVariantRows(variants()); }
};

void TestBlankFiller::forwardPass() {
    Filled filled(variant().spec);
    const at::Tensor y = filled.logits({tokens, places, insides});
    QCOMPARE(y.sizes(), at::IntArrayRef({10, V + 4}));
    checkRows(y,
              reference::Transformer(filled.network, filled.spec).logits(tokens, places, insides));
}

void TestBlankFiller::textIsSeenBothWaysAndBlanksFromTheLeft() {
    const Filled filled(variant().spec);
    const at::Tensor before = filled.logits({tokens, places, insides});
    for (std::int64_t place = 0; place < 10; ++place) {
        Ids other = tokens;
        other[static_cast<std::size_t>(place)] = place == 0 ? 2 : 4;
        const at::Tensor after = filled.logits({other, places, insides});
        const std::int64_t unchanged = place < 5 ? 0 : place;
        QVERIFY(at::equal(before.narrow(0, 0, unchanged), after.narrow(0, 0, unchanged)));
        for (std::int64_t row = unchanged; row < 10; ++row)
            QVERIFY(worstDifference(before[row], after[row]) > 1e-7);
    }
}

void TestBlankFiller::sentencesInARowAreAlone() {
    const Filled filled(variants()[0].spec);
    const at::Tensor together = filled.logits({{1, 3, rest, begin, 4, 1, rest, begin, 5, 1},
                                               {0, 1, 2, 2, 2, 0, 1, 1, 1, 0},
                                               {0, 0, 0, 1, 2, 0, 0, 1, 2, 0}});
    QVERIFY(worstDifference(together[4].narrow(0, 0, V), filled.nextAfter({1, 3}, {4})) < 1e-5);
    QVERIFY(worstDifference(together[8].narrow(0, 0, V), filled.nextAfter({1}, {5})) < 1e-5);
}

void TestBlankFiller::placesInBlanksTell() {
    for (const Variant& each : variants()) {
        const Filled filled(each.spec);
        const at::Tensor before = filled.logits({tokens, places, insides});
        Ids other = insides;
        other[7] = 6;
        QVERIFY2(worstDifference(before[7], filled.logits({tokens, places, other})[7]) > 1e-6,
                 each.name.c_str());
        other = places;
        other[7] = 2;
        QVERIFY2(worstDifference(before[7], filled.logits({tokens, other, insides})[7]) > 1e-6,
                 each.name.c_str());
    }
}

void TestBlankFiller::gradientsAreDifferences() {
    Filled filled(variant().spec);
    filled.network.parameters().values().mul_(0.6);
    const at::Tensor targets =
        at::tensor(std::vector<std::int64_t>{noTarget, noTarget, noTarget, noTarget, noTarget, 6, 5,
                                             V + 3, 7, V + 3},
                   integers());
    checkGradients(
        filled.network,
        [&] {
            return at::cross_entropy_loss(filled.logits({tokens, places, insides}), targets, {},
                                          at::Reduction::Mean, noTarget);
        },
        0.02);
}

void TestBlankFiller::parameterCountIsTheBuffers() {
    const TransformerSpec spec = variant().spec;
    BlankFiller network(spec, V);
    QCOMPARE(static_cast<std::uint64_t>(network.parameters().values().numel()),
             parameterCount(spec, V + 4));
}

void TestBlankFiller::readerFillsOneBlank() {
    const Filled filled(variant().spec);
    checkReaderGivesTheWhole(
        filled.network, asText({1, 3, 5, 4, 8, 1, 6}),
        at::stack({filled.nextAfter({1}, {}), filled.nextAfter({1}, {3}),
                   filled.nextAfter({1}, {3, 5}), filled.nextAfter({1}, {3, 5, 4}),
                   filled.nextAfter({1}, {3, 5, 4, 8}), filled.nextAfter({1}, {}),
                   filled.nextAfter({1}, {6})}),
        2e-5);
}

void TestBlankFiller::readerBeginsAnewBeyondItsContext() {
    // Of 8 tokens; then the last four become the text.
    const Filled filled(variants()[0].spec);
    const auto reader = filled.network.reader();
    const at::Tensor rows =
        reader->read(asText({1, 3, 5, 4, 8, 7, 6, 3, 4, 5, 6, 7, 8, 3}), Reader::Rows::Every);
    QVERIFY(worstDifference(rows[7], filled.nextAfter({1}, {3, 5, 4, 8, 7, 6, 3})) < 1e-5);
    QVERIFY(worstDifference(rows[8], filled.nextAfter({8, 7, 6, 3}, {4})) < 1e-5);
    QVERIFY(worstDifference(rows[11], filled.nextAfter({8, 7, 6, 3}, {4, 5, 6, 7})) < 1e-5);
    QVERIFY(worstDifference(rows[13], filled.nextAfter({4, 5, 6, 7}, {8, 3})) < 1e-5);
}

void TestBlankFiller::aBlankInTheMidst() {
    const Filled filled(variant().spec);
    // Of 8 places two are for the blank: what follows the second one does not fit.
    const auto filler = filled.network.filler({{1, 3, 5}, {4}, {8, 2}});
    const at::Tensor rows = filler->read(asText({1, 6}), Reader::Rows::Every);
    const at::Tensor whole = filled.logits(
        {{1, 3, 5, mask, 4, mask, begin, 6}, {0, 1, 2, 3, 4, 5, 3, 3}, {0, 0, 0, 0, 0, 0, 1, 2}});
    for (std::int64_t i = 0; i < 2; ++i)
        QVERIFY(worstDifference(rows[i].narrow(0, 3, 6), whole[6 + i].narrow(0, 3, 6)) < 1e-5);
    QVERIFY(std::isinf(rows[0][2].item<double>())); // never empty
    const at::Tensor end = at::logaddexp(whole[7][2], whole[7][V + BlankToken::end]);
    QVERIFY(worstDifference(rows[1][2], end) < 1e-5);
}

QTEST_APPLESS_MAIN(TestBlankFiller)
#include "tst_blank_filler.moc"
