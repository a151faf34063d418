// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/network.h"
#include "core/neural/specification/transformer_spec.h"

#include <QTest>

#include <cmath>
#include <random>
#include <string>
#include <vector>

/// What the tests of transformers share.
namespace neural {

/// The same parts over few numbers.
inline TransformerSpec smallTransformer(TransformerSpec spec) {
    spec.contextLength = 8;
    spec.layers = 2;
    spec.decoderLayers = spec.kind == TransformerKind::EncoderDecoder ? 2 : 0;
    spec.width = 8;
    spec.heads = 4;
    spec.headWidth = 4;
    spec.keyValueHeads = 2;
    spec.innerWidth = 6;
    spec.latent = {
        .queryRank = spec.latent.queryRank > 0 ? 5U : 0U, .keyValueRank = 3, .rotaryWidth = 4};
    if (spec.experts.count > 0)
        spec.experts = {.count = 4,
                        .chosen = 2,
                        .shared = 1,
                        .innerWidth = 5,
                        .denseLayers = 1,
                        .balanceLoss = 0.5};
    return spec;
}

struct Variant {
    std::string name;
    TransformerSpec spec;
};

inline void addVariantRows(const std::vector<Variant>& variants) {
    QTest::addColumn<int>("number");
    for (std::size_t i = 0; i < variants.size(); ++i)
        QTest::addRow("%d: %s", static_cast<int>(i), variants[i].name.c_str())
            << static_cast<int>(i);
}

/// Weights that are the same in every test.
inline void fillRandomly(Network& network) {
    std::mt19937 random(5);
    std::uniform_real_distribution<float> uniform(-0.8F, 0.8F);
    float* values = network.parameters().values().data_ptr<float>();
    for (std::int64_t i = 0; i < network.parameters().values().numel(); ++i)
        values[i] = uniform(random);
}

inline double worstDifference(const at::Tensor& a, const at::Tensor& b) {
    return (a - b).abs().max().item<double>();
}

/// Logits [n, V] against rows of V or more numbers: what is beyond the vocabulary may be left out.
inline void checkRows(const at::Tensor& logits, const std::vector<std::vector<double>>& rows) {
    QCOMPARE(logits.size(0), static_cast<std::int64_t>(rows.size()));
    for (std::int64_t row = 0; row < logits.size(0); ++row)
        for (std::int64_t v = 0; v < logits.size(1); ++v) {
            const double expected =
                rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(v)];
            const double actual = logits[row][v].item<double>();
            QVERIFY2(std::abs(actual - expected) < 2e-5 * (1 + std::abs(expected)),
                     qPrintable(QString("%1 instead of %2").arg(actual).arg(expected)));
        }
}

inline std::vector<text::TokenId> asText(const std::vector<std::int64_t>& ids) {
    std::vector<text::TokenId> text;
    for (const std::int64_t id : ids)
        text.push_back(text::tokenId(static_cast<std::size_t>(id)));
    return text;
}

} // namespace neural
