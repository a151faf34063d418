// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/layers/position.h"

#include "core/text/vocabulary.h"

#include <cmath>
#include <limits>

namespace neural {

namespace {

constexpr double longestWave = 10000;

/// 1 / base^(2 i / w) for each pair i: [w / 2]
at::Tensor frequencies(std::int64_t width, double base) {
    const at::Tensor pair = at::arange(width / 2, floats());
    return at::exp(pair * (-2 * std::log(base) / static_cast<double>(width)));
}

at::Tensor isSentenceStart(const at::Tensor& tokens) {
    return tokens.eq(static_cast<std::int64_t>(text::index(text::Vocabulary::begin)));
}

} // namespace

bool beginsInside(const at::Tensor& tokens) {
    return isSentenceStart(tokens.narrow(1, 1, tokens.size(1) - 1)).any().item<bool>();
}

at::Tensor placesInSentences(const at::Tensor& tokens, std::int64_t past) {
    const at::Tensor place = at::arange(tokens.size(1), integers()).expand_as(tokens); // [B, T]
    if (past > 0 || !beginsInside(tokens))
        return place + past;
    // The last <s> at or before each token.
    const at::Tensor start =
        std::get<0>(at::cummax(place * isSentenceStart(tokens).to(at::kLong), 1));
    return place - start; // [B, T]
}

at::Tensor sinusoids(const at::Tensor& places, std::int64_t width) {
    const at::Tensor angle = places.to(at::kFloat).unsqueeze(-1) * frequencies(width, longestWave);
    return at::cat({at::sin(angle), at::cos(angle)}, -1); // [B, T, d]
}

Rotation::Rotation(const at::Tensor& places, std::int64_t width, double base) {
    at::Tensor angle =
        places.to(at::kFloat).unsqueeze(-1) * frequencies(width, base); // [.., T, w / 2]
    if (angle.dim() == 3)
        angle = angle.unsqueeze(1); // [B, 1, T, w / 2]
    cosine = at::cos(angle);
    sine = at::sin(angle);
}

Rotation::Rotation(std::int64_t past, std::int64_t count, std::int64_t width)
    : Rotation(at::arange(past, past + count, integers()), width) {}

Rotation inTwoDimensions(const at::Tensor& places, const at::Tensor& others, std::int64_t width,
                         double base) {
    const Rotation one(places, width / 2, base);   // [.., T, w / 4]
    const Rotation other(others, width / 2, base); // [.., T, w / 4]
    Rotation both;
    both.cosine = at::cat({one.cosine, other.cosine}, -1); // [.., T, w / 2]
    both.sine = at::cat({one.sine, other.sine}, -1);       // [.., T, w / 2]
    return both;
}

at::Tensor Rotation::turn(const at::Tensor& x) const {
    const std::vector<at::Tensor> pair = x.chunk(2, -1); // [B, H, T, w / 2] each
    return at::cat({pair[0] * cosine - pair[1] * sine, pair[1] * cosine + pair[0] * sine}, -1);
}

at::Tensor alibiSlopes(std::int64_t heads) {
    std::int64_t power = 1;
    while (power * 2 <= heads)
        power *= 2;
    std::vector<float> slopes;
    for (std::int64_t i = 1; i <= power; ++i)
        slopes.push_back(std::exp2(-8.0F * static_cast<float>(i) / static_cast<float>(power)));
    for (std::int64_t i = 1; i <= heads - power; ++i)
        slopes.push_back(
            std::exp2(-8.0F * static_cast<float>(2 * i - 1) / static_cast<float>(2 * power)));
    return at::tensor(slopes, floats()); // [H]
}

at::Tensor distances(std::int64_t past, std::int64_t count) {
    const at::Tensor query = at::arange(past, past + count, integers()).unsqueeze(1); // [T, 1]
    const at::Tensor key = at::arange(past + count, integers()).unsqueeze(0);         // [1, S]
    return key - query;                                                               // [T, S]
}

at::Tensor distances(const at::Tensor& queries, const at::Tensor& keys) {
    return keys.unsqueeze(-2) - queries.unsqueeze(-1); // [.., T, S]
}

at::Tensor relativeBucketsOf(const at::Tensor& distances, std::int64_t buckets,
                             std::int64_t farthest, bool bothWays) {
    at::Tensor first = at::zeros_like(distances);
    at::Tensor distance = -distances;
    if (bothWays) {
        buckets /= 2;
        first = distances.gt(0).to(at::kLong) * buckets;
        distance = distance.abs();
    } else {
        distance = distance.clamp_min(0);
    }
    const std::int64_t near = buckets / 2;
    const double scale = static_cast<double>(buckets - near) /
                         std::log(static_cast<double>(farthest) / static_cast<double>(near));
    const at::Tensor far =
        (at::log(distance.clamp_min(1).to(at::kFloat) / static_cast<double>(near)) * scale)
            .to(at::kLong) +
        near;
    return first + at::where(distance.lt(near), distance, far.clamp_max(buckets - 1)); // [T, S]
}

namespace {

/// The number of each token's sentence, from 0 in each row: [B, T].
at::Tensor sentenceNumbers(const at::Tensor& tokens) {
    const at::Tensor begun = isSentenceStart(tokens).to(at::kLong).cumsum(1);
    return begun - begun.narrow(1, 0, 1);
}

} // namespace

at::Tensor isOtherSentence(const at::Tensor& tokens) {
    const at::Tensor sentence = sentenceNumbers(tokens);
    return sentence.unsqueeze(2).ne(sentence.unsqueeze(1)).unsqueeze(1); // [B, 1, T, T]
}

at::Tensor maskOf(const at::Tensor& hidden) {
    constexpr float never = -std::numeric_limits<float>::infinity();
    return at::zeros(hidden.sizes(), floats()).masked_fill_(hidden, never);
}

at::Tensor causalMask(const at::Tensor& tokens, std::int64_t past) {
    const std::int64_t count = tokens.size(1);
    if (count == 1)
        return {};
    at::Tensor hidden = distances(past, count).gt(0); // [T, S]
    if (past == 0 && beginsInside(tokens))
        hidden = hidden.logical_or(isOtherSentence(tokens)); // [B, 1, T, T]
    return maskOf(hidden);
}

at::Tensor sentenceMask(const at::Tensor& tokens) {
    if (tokens.size(1) == 1 || !beginsInside(tokens))
        return {};
    return maskOf(isOtherSentence(tokens)); // [B, 1, T, T]
}

at::Tensor counterpartMask(const at::Tensor& tokens, const at::Tensor& others) {
    if (!beginsInside(tokens) && !beginsInside(others))
        return {};
    const at::Tensor own = sentenceNumbers(tokens).unsqueeze(2);   // [B, T, 1]
    const at::Tensor other = sentenceNumbers(others).unsqueeze(1); // [B, 1, S]
    return maskOf(own.ne(other).unsqueeze(1));                     // [B, 1, T, S]
}

} // namespace neural
