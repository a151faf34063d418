// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/layers/position.h"

#include "core/neural/data/token_numbers.h"

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
    return tokens.eq(numberOfStart);
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

at::Tensor distances(const at::Tensor& queries, const at::Tensor& keys) {
    return keys.unsqueeze(-2) - queries.unsqueeze(-1); // [.., T, S]
}

at::Tensor spreadOut(const at::Tensor& ofDistances, std::int64_t queries, std::int64_t keys) {
    if (queries == 1)
        return ofDistances.unsqueeze(1);
    const at::Tensor number =
        distances(at::arange(queries, integers()), at::arange(keys, integers())) +
        (queries - 1); // [T, S]
    return ofDistances.index_select(1, number.flatten()).view({-1, queries, keys});
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

/// Where the sentences of rows of numbers of sentences [B, S] begin and end, for each of other such
/// numbers [B, T] → [B, T, 2].
at::Tensor sentenceRanges(const at::Tensor& own, const at::Tensor& others) {
    return at::stack(
        {at::searchsorted(others, own, false, false), at::searchsorted(others, own, false, true)},
        2);
}

/// All of S keys for each of T queries: [1, T, 2].
at::Tensor allOf(std::int64_t keys, std::int64_t queries) {
    return at::stack({at::zeros({queries}, integers()), at::full({queries}, keys, integers())}, 1)
        .unsqueeze(0);
}

constexpr float never = -std::numeric_limits<float>::infinity();

} // namespace

at::Tensor isOtherSentence(const at::Tensor& tokens) {
    const at::Tensor sentence = sentenceNumbers(tokens);
    return sentence.unsqueeze(2).ne(sentence.unsqueeze(1)).unsqueeze(1); // [B, 1, T, T]
}

at::Tensor maskOf(const at::Tensor& hidden) {
    return at::zeros(hidden.sizes(), floats()).masked_fill_(hidden, never);
}

at::Tensor maskOf(const Sight& sight, std::int64_t keys) {
    if (!sight.range.defined())
        return sight.mask;
    const at::Tensor key = at::arange(keys, integers()); // [S]
    const std::vector<at::Tensor> ends = sight.range.split(1, 2);
    return maskOf(key.lt(ends[0]).logical_or(key.ge(ends[1])).unsqueeze(1)); // [.., 1, T, S]
}

Sight causalSight(const at::Tensor& tokens, std::int64_t past) {
    const std::int64_t count = tokens.size(1);
    if (count == 1)
        return {};
    at::Tensor range = allOf(past + count, count); // [1, T, 2]
    if (past == 0 && beginsInside(tokens)) {
        const at::Tensor sentence = sentenceNumbers(tokens);
        range = sentenceRanges(sentence, sentence); // [B, T, 2]
    }
    range.select(2, 1).copy_(at::arange(past + 1, past + count + 1, integers()));
    return {range, {}};
}

Sight sentenceSight(const at::Tensor& tokens) {
    const std::int64_t count = tokens.size(1);
    if (count == 1)
        return {};
    if (!beginsInside(tokens))
        return {allOf(count, count), {}};
    const at::Tensor sentence = sentenceNumbers(tokens);
    return {sentenceRanges(sentence, sentence), {}}; // [B, T, 2]
}

Sight counterpartSight(const at::Tensor& tokens, const at::Tensor& others) {
    if (beginsInside(tokens) || beginsInside(others))
        return {sentenceRanges(sentenceNumbers(tokens), sentenceNumbers(others)), {}}; // [B, T, 2]
    if (tokens.size(1) == 1)
        return {};
    return {allOf(others.size(1), tokens.size(1)), {}}; // [1, T, 2]
}

Sight filledSight(const at::Tensor& tokens, const at::Tensor& inBlank) {
    const at::Tensor sentence = sentenceNumbers(tokens);             // [B, T]
    const at::Tensor range = sentenceRanges(sentence, sentence);     // [B, T, 2]
    const at::Tensor place = at::arange(tokens.size(1), integers()); // [T]
    const at::Tensor filled = inBlank.to(at::kLong);
    // A sentence's text ends where what fills its blanks begins.
    const at::Tensor before = at::constant_pad_nd(filled.cumsum(1), {1, 0}); // [B, T + 1]
    const std::vector<at::Tensor> ends = range.unbind(2);
    const at::Tensor inSentence = before.gather(1, ends[1]) - before.gather(1, ends[0]);
    return {at::stack({ends[0], at::where(inBlank, place + 1, ends[1] - inSentence)}, 2), {}};
}

} // namespace neural
