// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/specification/transformer_size.h"

namespace neural {

namespace {

using Count = std::uint64_t;

Count linear(Count out, Count in, bool bias) {
    return out * in + (bias ? out : 0);
}

Count norm(const TransformerSpec& spec) {
    const bool hasBias = spec.norm == Norm::LayerNorm && spec.normBias;
    return Count{spec.width} * (hasBias ? 2 : 1);
}

Count latentAttention(const TransformerSpec& spec) {
    const LatentSpec& latent = spec.latent;
    const Count turned = latent.rotaryWidth;
    const Count queries = Count{spec.heads} * (spec.headWidth + turned);
    Count count = latent.queryRank > 0
                      ? linear(latent.queryRank, spec.width, false) + latent.queryRank +
                            linear(queries, latent.queryRank, false)
                      : linear(queries, spec.width, false);
    count += linear(latent.keyValueRank + turned, spec.width, false) + latent.keyValueRank;
    count += linear(Count{spec.heads} * 2 * spec.headWidth, latent.keyValueRank, false);
    return count + linear(spec.width, Count{spec.heads} * spec.headWidth, spec.biases);
}

Count attention(const TransformerSpec& spec) {
    if (spec.attention == Attention::Latent)
        return latentAttention(spec);
    const Count heads = Count{spec.heads} + 2 * Count{keyValueHeads(spec)};
    return linear(heads * spec.headWidth, spec.width, spec.queryKeyValueBias) +
           linear(spec.width, Count{spec.heads} * spec.headWidth, hasAttentionOutputBias(spec));
}

/// What Transformer-XL's positions add to the attention of a layer: a key of each distance, two
/// biases; XLNet's segments, relative too, have one more and their own keys (Yang et al. 2019,
/// section 2.5).
Count distanceKeys(const TransformerSpec& spec) {
    if (spec.position != Position::TransformerXl)
        return 0;
    const Count inHeads = Count{spec.heads} * spec.headWidth;
    return linear(inHeads, spec.width, false) + 2 * inHeads +
           (spec.segments > 0 ? (1 + Count{spec.segments}) * inHeads : 0);
}

Count dense(const TransformerSpec& spec, Count inner) {
    const Count in = isGated(spec.feedForward) ? 2 * inner : inner;
    return linear(in, spec.width, spec.biases) + linear(spec.width, inner, spec.biases);
}

/// With `experts` of those that are chosen from.
Count feedForward(const TransformerSpec& spec, unsigned layer, Count experts) {
    if (!hasExperts(spec, layer))
        return dense(spec, spec.innerWidth);
    return linear(spec.experts.count, spec.width, false) +
           (experts + spec.experts.shared) * dense(spec, spec.experts.innerWidth);
}

/// `others`: a decoder that reads an encoder's text attends to it too.
Count layers(const TransformerSpec& spec, unsigned number, bool others, Count experts) {
    Count count = 0;
    for (unsigned layer = 0; layer < number; ++layer) {
        count += attention(spec) + distanceKeys(spec) + feedForward(spec, layer, experts);
        count += norm(spec) * (spec.parallel ? 1 : 2);
        if (others)
            count += attention(spec) + norm(spec);
    }
    return count;
}

/// What stands around the layers of one side: positions, norms.
Count around(const TransformerSpec& spec) {
    Count count = 0;
    if (spec.position == Position::Learned)
        count += Count{spec.contextLength} * spec.width;
    if (spec.position == Position::Learned && spec.objective == Objective::BlankInfilling)
        count += (Count{spec.contextLength} + 2) * spec.width;
    if (spec.position == Position::RelativeBias)
        count += Count{relativeBuckets} * spec.heads;
    if (spec.embeddingNorm)
        count += norm(spec);
    if (spec.normPlace == NormPlace::Before)
        count += norm(spec);
    return count;
}

Count allLayers(const TransformerSpec& spec, Count experts) {
    const bool pair = spec.kind == TransformerKind::EncoderDecoder;
    return layers(spec, spec.layers, false, experts) +
           (pair ? layers(spec, spec.decoderLayers, true, experts) : 0);
}

} // namespace

std::uint64_t parameterCount(const TransformerSpec& spec, std::uint64_t vocabularySize) {
    Count count = vocabularySize * spec.width;
    if (spec.position != Position::TransformerXl)
        count += Count{spec.segments} * spec.width;
    if (spec.objective == Objective::Permutation)
        count += spec.width; // what a query begins with
    count += around(spec) * (spec.kind == TransformerKind::EncoderDecoder ? 2 : 1);
    count += allLayers(spec, spec.experts.count);
    if (!spec.tiedOutput)
        count += vocabularySize * spec.width;
    if (spec.maskedHead)
        count += linear(spec.width, spec.width, true) + norm(spec);
    if (spec.maskedHead || spec.outputBias)
        count += vocabularySize;
    if (spec.labels > 0)
        count += linear(spec.labels, spec.width, spec.labelForm != LabelForm::Plain);
    if (spec.labels > 0 && spec.labelForm == LabelForm::Pooled)
        count += linear(spec.width, spec.width, true);
    return count;
}

std::uint64_t activeParameterCount(const TransformerSpec& spec, std::uint64_t vocabularySize) {
    return allLayers(spec, spec.experts.chosen) + vocabularySize * spec.width;
}

std::uint64_t rememberedPerToken(const TransformerSpec& spec) {
    const Count ofLayer = spec.attention == Attention::Latent
                              ? Count{spec.latent.keyValueRank} + spec.latent.rotaryWidth
                              : 2 * Count{keyValueHeads(spec)} * spec.headWidth;
    const bool pair = spec.kind == TransformerKind::EncoderDecoder;
    return ofLayer * (pair ? spec.decoderLayers : spec.layers);
}

double trainingFlopsPerToken(const TransformerSpec& spec, std::uint64_t vocabularySize) {
    // An encoder-decoder's decoder looks at two texts.
    const double layers = spec.layers + 2.0 * spec.decoderLayers;
    const double looks = 2.0 * layers * spec.heads * spec.headWidth * spec.contextLength / 2;
    return 3 * 2 * (static_cast<double>(activeParameterCount(spec, vocabularySize)) + looks);
}

std::uint64_t activationsPerToken(const TransformerSpec& spec) {
    const Count d = spec.width;
    const Count inHeads = Count{spec.heads} * spec.headWidth;
    // Inputs, norms and sums with their gradients; queries, keys, values as made, turned and
    // remembered; scores, masked scores and weights of each head, and a gradient.
    const Count attended = 10 * d + 10 * inHeads + 4 * Count{spec.heads} * spec.contextLength;
    Count inner = spec.innerWidth;
    if (spec.experts.count > 0)
        inner = Count{spec.experts.innerWidth} * (spec.experts.chosen + spec.experts.shared) +
                Count{d} * (spec.experts.chosen + spec.experts.shared);
    return spec.layers * (attended + 6 * inner) + spec.decoderLayers * (2 * attended + 6 * inner) +
           4 * d;
}

} // namespace neural
