// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/architectures/encoder.h"
#include "core/neural/specification/transformer_presets.h"
#include "core/neural/specification/transformer_size.h"
#include "tests/core/neural/gradient_check.h"
#include "tests/core/neural/reference_transformer.h"

#include <QTest>

#include <cmath>
#include <random>
#include <vector>

using namespace neural;

namespace {

constexpr std::int64_t V = 9; // 9 is the hider
const std::vector<std::int64_t> sentence = {1, 3, 5, 9, 8, 7, 6, 2};

TransformerSpec small() {
    TransformerSpec spec = findPreset("bert")->spec;
    spec.contextLength = 8;
    spec.layers = 2;
    spec.width = 8;
    spec.heads = 4;
    spec.headWidth = 2;
    spec.innerWidth = 6;
    return spec;
}

/// An encoder with weights that are the same in every test.
struct Filled {
    Encoder encoder{small(), V};

    Filled() {
        std::mt19937 random(5);
        std::uniform_real_distribution<float> uniform(-0.8F, 0.8F);
        at::Tensor& all = encoder.parameters().values();
        for (std::int64_t i = 0; i < all.numel(); ++i)
            all.data_ptr<float>()[i] = uniform(random);
    }
    at::Tensor logits(const std::vector<std::vector<std::int64_t>>& rows) const {
        return encoder.logits(tokenRows(rows), nullptr);
    }
};

double worst(const at::Tensor& a, const at::Tensor& b) {
    return (a - b).abs().max().item<double>();
}

std::vector<text::TokenId> asText(const std::vector<std::int64_t>& ids) {
    std::vector<text::TokenId> text;
    for (const std::int64_t id : ids)
        text.push_back(text::tokenId(static_cast<std::size_t>(id)));
    return text;
}

} // namespace

class TestEncoder : public QObject {
    Q_OBJECT
private slots:
    void forwardPass();
    void seesBothWays();
    void sentencesInARowAreAlone();
    void gradientsAreDifferences();
    void parameterCountIsTheBuffers();
    void readerHidesWhatFollows();
    void scorerHidesEachTokenInTurn();
    void longSentencesAreSeenInPart();
};

void TestEncoder::forwardPass() {
    Filled filled;
    const at::Tensor y = filled.logits({sentence});
    QCOMPARE(y.sizes(), at::IntArrayRef({8, V}));
    std::int64_t row = 0;
    for (const auto& numbers : reference::Transformer(filled.encoder, small()).logits(sentence)) {
        QCOMPARE(numbers.size(), std::size_t{V + 1}); // the hider is never guessed
        for (std::int64_t v = 0; v < V; ++v) {
            const double expected = numbers[static_cast<std::size_t>(v)];
            QVERIFY(std::abs(y[row][v].item<double>() - expected) <
                    2e-5 * (1 + std::abs(expected)));
        }
        ++row;
    }
}

void TestEncoder::seesBothWays() {
    const Filled filled;
    const at::Tensor before = filled.logits({sentence});
    auto other = sentence;
    other[6] = 4;
    const at::Tensor after = filled.logits({other});
    for (std::int64_t place = 0; place < 8; ++place)
        QVERIFY(worst(before[place], after[place]) > 1e-6);
}

void TestEncoder::sentencesInARowAreAlone() {
    const Filled filled;
    const at::Tensor together = filled.logits({{1, 3, 9, 2, 1, 8, 9, 1}});
    QVERIFY(worst(together.narrow(0, 0, 4), filled.logits({{1, 3, 9, 2}})) < 1e-5);
    QVERIFY(worst(together.narrow(0, 4, 3), filled.logits({{1, 8, 9}})) < 1e-5);
}

void TestEncoder::gradientsAreDifferences() {
    Filled filled;
    filled.encoder.parameters().values().mul_(0.6);
    const at::Tensor tokens =
        tokenRows({{1, 3, 5, 4, 8, 7, 6, 2}, {4, 6, 2, 1, 3, 8, 5, 7}, {7, 3, 3, 6, 2, 5, 4, 8}});
    checkGradients(
        filled.encoder, [&] { return nextTokenLoss(filled.encoder, tokens); }, 0.02);
}

void TestEncoder::parameterCountIsTheBuffers() {
    Encoder encoder(small(), V);
    QCOMPARE(static_cast<std::uint64_t>(encoder.parameters().values().numel()),
             parameterCount(small(), V + 1));
}

void TestEncoder::readerHidesWhatFollows() {
    const Filled filled;
    const auto text = asText({1, 3, 5, 4, 8, 7, 6, 3, 5, 1, 4});
    const auto reader = filled.encoder.reader();
    const at::Tensor rows = reader->read(text, Reader::Rows::Every);
    QCOMPARE(rows.size(0), std::int64_t{11});
    QVERIFY(worst(rows[2], filled.logits({{1, 3, 5, 9}})[3]) < 1e-5);
    // Seven tokens and the hider fill the context.
    QVERIFY(worst(rows[8], filled.logits({{5, 4, 8, 7, 6, 3, 5, 9}})[7]) < 1e-5);
    QVERIFY(worst(rows[10], filled.logits({{1, 4, 9}})[2]) < 1e-5);
    const auto again = filled.encoder.reader();
    const at::Tensor last = again->read(text, Reader::Rows::Last);
    QCOMPARE(last.size(0), std::int64_t{1});
    QVERIFY(worst(last[0], rows[10]) < 1e-5);
}

void TestEncoder::scorerHidesEachTokenInTurn() {
    const Filled filled;
    const std::vector<std::int64_t> whole = {1, 3, 5, 4, 2};
    const auto text = asText(whole);
    const auto scorer = filled.encoder.scorer(text);
    const auto first = scorer->read(std::span(text).first(3), Reader::Rows::Every);
    const auto last = scorer->read(std::span(text).subspan(3, 1), Reader::Rows::Every);
    const at::Tensor rows = at::cat({first, last});
    for (std::int64_t place = 1; place < 5; ++place) {
        auto row = whole;
        row[static_cast<std::size_t>(place)] = V;
        QVERIFY(worst(rows[place - 1], filled.logits({row})[place]) < 1e-5);
    }
}

void TestEncoder::longSentencesAreSeenInPart() {
    const Filled filled;
    std::vector<std::int64_t> whole = {1};
    for (std::int64_t i = 0; i < 50; ++i)
        whole.push_back(3 + i * i % 6);
    const auto text = asText(whole);
    const auto scorer = filled.encoder.scorer(text);
    const at::Tensor rows = scorer->read(std::span(text).first(50), Reader::Rows::Every);
    const auto expected = [&](std::ptrdiff_t place, std::ptrdiff_t start) {
        std::vector<std::int64_t> row(whole.begin() + start, whole.begin() + start + 8);
        row[static_cast<std::size_t>(place - start)] = V;
        return filled.logits({row})[place - start];
    };
    QVERIFY(worst(rows[1], expected(2, 0)) < 1e-5);
    QVERIFY(worst(rows[39], expected(40, 36)) < 1e-5); // in the middle
    QVERIFY(worst(rows[49], expected(50, 43)) < 1e-5);
}

QTEST_APPLESS_MAIN(TestEncoder)
#include "tst_encoder.moc"
