// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/encoder_decoder.h"
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

constexpr std::int64_t V = 9; // 9 and 10 are sentinels, or 9 the mask
const std::vector<std::int64_t> source = {1, 3, 5, 9, 8, 7, 2};
const std::vector<std::int64_t> given = {1, 9, 4, 6};

std::vector<Variant> variants() {
    TransformerSpec t5 = smallTransformer(findPreset("t5")->spec);
    TransformerSpec bart = smallTransformer(findPreset("bart")->spec);
    std::vector<Variant> all = {{"t5", t5}, {"bart", bart}};
    t5.position = Position::Rotary;
    t5.attention = Attention::GroupedQuery;
    t5.tiedOutput = false;
    all.push_back({"t5, rotary, grouped queries, untied", t5});
    bart.position = Position::TransformerXl;
    bart.normPlace = NormPlace::Before;
    all.push_back({"bart, distances as keys, norm before", bart});
    bart.position = Position::Rotary;
    bart.attention = Attention::Latent;
    all.push_back({"bart, latent attention", bart});
    t5.position = Position::Alibi;
    t5.experts = {.count = 4, .chosen = 2, .shared = 1, .innerWidth = 5, .denseLayers = 1};
    all.push_back({"t5, slopes, experts", t5});
    return all;
}

struct Filled {
    TransformerSpec spec;
    EncoderDecoder network;

    explicit Filled(const TransformerSpec& own) : spec(own), network(own, V) {
        fillRandomly(network);
    }
    /// After each token that the decoder reads.
    at::Tensor logits(const std::vector<std::int64_t>& text,
                      const std::vector<std::int64_t>& writes) const {
        SequenceState state;
        const at::Tensor hidden = network.decode(
            tokenRows({writes}), state, network.encode(tokenRows({text}), nullptr), nullptr);
        return network.output(hidden.flatten(0, 1));
    }
    at::Tensor nextAfter(const std::vector<std::int64_t>& text,
                         const std::vector<std::int64_t>& writes) const {
        return logits(text, writes)[static_cast<std::int64_t>(writes.size()) - 1];
    }
};

Variant variant() {
    return variants()[static_cast<std::size_t>(
        QString(QTest::currentDataTag()).split(':')[0].toInt())];
}

} // namespace

class TestEncoderDecoder : public QObject {
    Q_OBJECT
private slots:
    void forwardPass_data() { rows(); }
    void forwardPass();
    void decoderIsCausalAndSeesTheEncoder_data() { rows(); }
    void decoderIsCausalAndSeesTheEncoder();
    void encoderSeesBothWays();
    void sentencesInARowAreAlone_data() { rows(); }
    void sentencesInARowAreAlone();
    void piecesGiveTheWhole_data() { rows(); }
    void piecesGiveTheWhole();
    void gradientsAreDifferences_data() { rows(); }
    void gradientsAreDifferences();
    void parameterCountIsTheBuffers_data() { rows(); }
    void parameterCountIsTheBuffers();
    void whatIsRememberedIsCounted();
    void readerFillsBlankAfterBlank();
    void readerForgetsWhatNoLongerFits();
    void scorerHidesEachTokenInTurn();
    void blanksEndWhereTheTextGoesOn();
    void initialWeightsFollowTheSeed();

private:
    static void rows() { addVariantRows(variants()); }
};

void TestEncoderDecoder::forwardPass() {
    Filled filled(variant().spec);
    const at::Tensor y = filled.logits(source, given);
    QCOMPARE(y.sizes(), at::IntArrayRef({4, V}));
    checkRows(y, reference::Transformer(filled.network, filled.spec).logits(source, given));
    // In training what is beyond the vocabulary is predicted too.
    std::vector<std::int64_t> row = source;
    row.push_back(1); // padded
    row.insert(row.end(), given.begin(), given.end());
    const std::int64_t extra = extraTokens(filled.spec.objective, 8);
    const at::Tensor all = filled.network.logits(tokenRows({row}), nullptr);
    QCOMPARE(all.sizes(), at::IntArrayRef({4, V + extra}));
    QVERIFY(worstDifference(all.narrow(1, 0, V), y) < 1e-5);
}

void TestEncoderDecoder::decoderIsCausalAndSeesTheEncoder() {
    const Filled filled(variant().spec);
    const at::Tensor before = filled.logits(source, given);
    for (std::int64_t place = 1; place < 4; ++place) {
        auto other = given;
        other[static_cast<std::size_t>(place)] = 3;
        const at::Tensor after = filled.logits(source, other);
        // With experts a product is of other rows, and may round another way.
        const double worst = worstDifference(before.narrow(0, 0, place), after.narrow(0, 0, place));
        QVERIFY2(worst < 1e-6, qPrintable(QString::number(worst)));
        QVERIFY(!at::equal(before[place], after[place]));
        QVERIFY(!at::equal(before[3], after[3]));
    }
    for (std::size_t place = 0; place < source.size(); ++place) {
        auto other = source;
        other[place] = 4;
        const at::Tensor after = filled.logits(other, given);
        for (std::int64_t row = 0; row < 4; ++row)
            QVERIFY(worstDifference(before[row], after[row]) > 1e-6);
    }
}

void TestEncoderDecoder::encoderSeesBothWays() {
    const Filled filled(variants()[0].spec);
    const auto keysOf = [&](std::vector<std::int64_t> text) {
        return filled.network.encode(tokenRows({text}), nullptr).memories[0].first; // [1, H, S, w]
    };
    const at::Tensor before = keysOf(source);
    auto other = source;
    other[4] = 4;
    const at::Tensor after = keysOf(other);
    for (std::int64_t place = 0; place < 7; ++place)
        QVERIFY(worstDifference(before.select(2, place), after.select(2, place)) > 1e-6);
}

void TestEncoderDecoder::sentencesInARowAreAlone() {
    const Filled filled(variant().spec);
    const at::Tensor together = filled.logits({1, 3, 9, 2, 1, 8, 9, 1}, {1, 9, 4, 1, 9, 6});
    QVERIFY(worstDifference(together.narrow(0, 0, 3), filled.logits({1, 3, 9, 2}, {1, 9, 4})) <
            1e-5);
    QVERIFY(worstDifference(together.narrow(0, 3, 3), filled.logits({1, 8, 9}, {1, 9, 6})) < 1e-5);
    // A row that begins inside a sentence has no <s> there.
    const at::Tensor inside = filled.logits({3, 9, 2, 1, 8, 9}, {1, 9, 4, 1, 9, 6});
    QVERIFY(worstDifference(inside.narrow(0, 0, 3), filled.logits({3, 9, 2}, {1, 9, 4})) < 1e-5);
    QVERIFY(worstDifference(inside.narrow(0, 3, 3), filled.logits({1, 8, 9}, {1, 9, 6})) < 1e-5);
}

void TestEncoderDecoder::piecesGiveTheWhole() {
    const Filled filled(variant().spec);
    const at::Tensor whole = filled.logits(source, given);
    const EncoderDecoder::Source seen = filled.network.encode(tokenRows({source}), nullptr);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{3}}) {
        SequenceState state;
        std::vector<at::Tensor> rows;
        for (std::size_t at = 0; at < given.size(); at += piece) {
            const auto end = std::min(at + piece, given.size());
            const std::vector<std::int64_t> part(given.begin() + static_cast<std::ptrdiff_t>(at),
                                                 given.begin() + static_cast<std::ptrdiff_t>(end));
            rows.push_back(filled.network.output(
                filled.network.decode(tokenRows({part}), state, seen, nullptr).flatten(0, 1)));
        }
        QVERIFY(worstDifference(at::cat(rows), whole) < 2e-5);
    }
}

void TestEncoderDecoder::gradientsAreDifferences() {
    TransformerSpec spec = variant().spec;
    spec.experts.chosen = spec.experts.count; // where a choice changes there is no derivative
    Filled filled(spec);
    filled.network.parameters().values().mul_(0.6);
    const at::Tensor sources =
        tokenRows({{1, 3, 5, 9, 8, 7, 6, 2}, {4, 6, 9, 1, 3, 8, 9, 7}, {7, 3, 3, 6, 2, 5, 9, 8}});
    const at::Tensor reads = tokenRows({{1, 9, 4, 9}, {1, 9, 1, 9}, {1, 9, 3, 5}});
    const at::Tensor targets = at::tensor(
        std::vector<std::int64_t>{9, 4, 5, noTarget, 9, 8, 9, 2, 9, 3, 5, 7}, integers());
    checkGradients(
        filled.network,
        [&] {
            const at::Tensor logits =
                filled.network.logits(at::cat({sources, reads}, 1), nullptr); // [12, V + extra]
            return at::cross_entropy_loss(logits, targets, {}, at::Reduction::Mean, noTarget);
        },
        0.04); // ReLU has corners
}

void TestEncoderDecoder::parameterCountIsTheBuffers() {
    const TransformerSpec spec = variant().spec;
    EncoderDecoder network(spec, V);
    const auto extra = static_cast<std::uint64_t>(extraTokens(spec.objective, spec.contextLength));
    QCOMPARE(static_cast<std::uint64_t>(network.parameters().values().numel()),
             parameterCount(spec, V + extra));
}

void TestEncoderDecoder::whatIsRememberedIsCounted() {
    const Filled filled(variants()[1].spec);
    SequenceState state;
    filled.network.decode(tokenRows({given}), state,
                          filled.network.encode(tokenRows({source}), nullptr), nullptr);
    std::int64_t numbers = 0;
    for (const at::Tensor& tensor : state.tensors)
        numbers += tensor.numel();
    QCOMPARE(static_cast<std::uint64_t>(numbers), rememberedPerToken(filled.spec) * 4);
}

void TestEncoderDecoder::readerFillsBlankAfterBlank() {
    const auto text = asText({1, 3, 5, 4, 8, 7});
    // The first blank follows <s>, the next the third token after it.
    const Filled t5(variants()[0].spec);
    checkReaderGivesTheWhole(
        t5.network, text,
        at::stack({t5.nextAfter({1, 9}, {1, 9}), t5.nextAfter({1, 9}, {1, 9, 3}),
                   t5.nextAfter({1, 9}, {1, 9, 3, 5}), t5.nextAfter({1, 3, 5, 4, 9}, {1, 9}),
                   t5.nextAfter({1, 3, 5, 4, 9}, {1, 9, 8}),
                   t5.nextAfter({1, 3, 5, 4, 9}, {1, 9, 8, 7})}));
    // BART's decoder writes the whole text.
    const Filled bart(variants()[1].spec);
    checkReaderGivesTheWhole(
        bart.network, text,
        at::stack({bart.nextAfter({1, 9}, {1}), bart.nextAfter({1, 9}, {1, 3}),
                   bart.nextAfter({1, 9}, {1, 3, 5}), bart.nextAfter({1, 3, 5, 4, 9}, {1, 3, 5, 4}),
                   bart.nextAfter({1, 3, 5, 4, 9}, {1, 3, 5, 4, 8}),
                   bart.nextAfter({1, 3, 5, 4, 9}, {1, 3, 5, 4, 8, 7})}));
    // A new sentence forgets.
    const auto reader = bart.network.reader();
    const at::Tensor rows = reader->read(asText({1, 3, 5, 4, 8, 1, 7}), Reader::Rows::Every);
    QVERIFY(worstDifference(rows[5], bart.nextAfter({1, 9}, {1})) < 1e-5);
    QVERIFY(worstDifference(rows[6], bart.nextAfter({1, 9}, {1, 7})) < 1e-5);
}

void TestEncoderDecoder::readerForgetsWhatNoLongerFits() {
    const Filled bart(variants()[1].spec);
    const auto reader = bart.network.reader();
    const at::Tensor rows =
        reader->read(asText({1, 3, 5, 4, 8, 7, 6, 3, 4, 5, 6, 7}), Reader::Rows::Every);
    // Of 8 places 3 are kept for the blank.
    QVERIFY(worstDifference(rows[8], bart.nextAfter({5, 4, 8, 7, 6, 9}, {1, 5, 4, 8, 7, 6, 3, 4})) <
            1e-5);
    QVERIFY(worstDifference(rows[9], bart.nextAfter({7, 6, 3, 4, 5, 9}, {1, 7, 6, 3, 4, 5})) <
            1e-5);
    QVERIFY(worstDifference(rows[11],
                            bart.nextAfter({7, 6, 3, 4, 5, 9}, {1, 7, 6, 3, 4, 5, 6, 7})) < 1e-5);
}

void TestEncoderDecoder::scorerHidesEachTokenInTurn() {
    const std::vector<std::int64_t> whole = {1, 3, 5, 4, 2};
    const auto text = asText(whole);
    const Filled t5(variants()[0].spec);
    const at::Tensor spans =
        t5.network.scorer(text)->read(std::span(text).first(4), Reader::Rows::Every);
    const Filled bart(variants()[1].spec);
    const at::Tensor texts =
        bart.network.scorer(text)->read(std::span(text).first(4), Reader::Rows::Every);
    for (std::size_t place = 1; place < 5; ++place) {
        auto hidden = whole;
        hidden[place] = V;
        const auto row = static_cast<std::int64_t>(place) - 1;
        QVERIFY(worstDifference(spans[row], t5.nextAfter(hidden, {1, V})) < 1e-5);
        const std::vector<std::int64_t> written(whole.begin(),
                                                whole.begin() + static_cast<std::ptrdiff_t>(place));
        QVERIFY(worstDifference(texts[row], bart.nextAfter(hidden, written)) < 1e-5);
    }
    // A long sentence is seen in part, without <s> where its start is not.
    const auto longer = asText({1, 3, 5, 4, 8, 7, 6, 3, 4, 5, 6, 7, 8, 2});
    const at::Tensor rows =
        bart.network.scorer(longer)->read(std::span(longer).first(13), Reader::Rows::Every);
    QVERIFY(worstDifference(rows[12], bart.nextAfter({6, 3, 4, 5, 6, 7, 8, V},
                                                     {1, 6, 3, 4, 5, 6, 7, 8})) < 1e-5);
}

void TestEncoderDecoder::blanksEndWhereTheTextGoesOn() {
    // Of 8 places two are for the blank: what follows the second one does not fit.
    const BlankedText text = {{1, 3, 5}, {4}, {8, 2}};
    constexpr std::int64_t end = 2;
    const Filled t5(variants()[0].spec);
    auto filler = t5.network.filler(text);
    const at::Tensor rows = filler->read(asText({1, 6}), Reader::Rows::Every);
    const auto whole = [&](const std::vector<std::int64_t>& writes) { // the sentinel 10 too
        std::vector<std::int64_t> row = {1, 3, 5, 9, 4, 10, 1, 1};
        row.insert(row.end(), writes.begin(), writes.end());
        return t5.network.logits(tokenRows({row}),
                                 nullptr)[static_cast<std::int64_t>(writes.size()) - 1];
    };
    const at::Tensor first = whole({1, 9});
    QVERIFY(std::isinf(rows[0][end].item<double>())); // never empty
    QVERIFY(worstDifference(rows[0].narrow(0, 3, 6), first.narrow(0, 3, 6)) < 1e-5);
    const at::Tensor next = whole({1, 9, 6});
    QVERIFY(worstDifference(rows[1].narrow(0, 3, 6), next.narrow(0, 3, 6)) < 1e-5);
    QVERIFY(worstDifference(rows[1][end], at::logaddexp(next[end], next[10])) < 1e-5);
    // Over at the latest when its places are.
    const at::Tensor last = filler->read(asText({7}), Reader::Rows::Last);
    QCOMPARE(last[0][end].item<double>(), 0.0);
    QVERIFY(std::isinf(last[0][6].item<double>()));

    const Filled bart(variants()[1].spec);
    filler = bart.network.filler(text);
    const at::Tensor copied = filler->read(asText({1, 6}), Reader::Rows::Every);
    const at::Tensor second = bart.nextAfter({1, 3, 5, 9, 4, 9}, {1, 3, 5, 6});
    QVERIFY(worstDifference(copied[1][end], at::logaddexp(second[end], second[4])) < 1e-5);
    QVERIFY(std::isinf(copied[1][4].item<double>()));
    QVERIFY(worstDifference(copied[1].narrow(0, 5, 4), second.narrow(0, 5, 4)) < 1e-5);
}

void TestEncoderDecoder::initialWeightsFollowTheSeed() {
    EncoderDecoder one(variants()[1].spec, V);
    EncoderDecoder other(variants()[1].spec, V);
    one.initialise(3);
    other.initialise(3);
    QVERIFY(at::equal(one.parameters().values(), other.parameters().values()));
    other.initialise(4);
    QVERIFY(!at::equal(one.parameters().values(), other.parameters().values()));
    QCOMPARE(one.parameters()["decoder.blocks.0.cross_attention_norm.weight"].min().item<float>(),
             1.0F);
}

QTEST_APPLESS_MAIN(TestEncoderDecoder)
#include "tst_encoder_decoder.moc"
