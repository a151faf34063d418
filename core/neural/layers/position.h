// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/compute/torch_compat.h"

#include <cstdint>

/// How a transformer knows where a token stands. A pass reads T tokens after `past` others, so that
/// their queries look at S = past + T keys.
namespace neural {

/// Whether a sentence begins inside the rows [B, T], after their first token.
bool beginsInside(const at::Tensor& tokens);

/// Places of [B, T] tokens in their sentences, counted on from `past` and from 0 at each <s>.
at::Tensor placesInSentences(const at::Tensor& tokens, std::int64_t past);

/// Vaswani et al. 2017, section 3.5: places [B, T] → [B, T, d], sines beside cosines.
at::Tensor sinusoids(const at::Tensor& places, std::int64_t width);

/// Su et al. 2021, "RoFormer", section 3.2.2: turns pairs of numbers by the place times an angle of
/// each pair's own, so that the product of two tells their distance.
struct Rotation {
    at::Tensor cosine; ///< [T, w / 2]
    at::Tensor sine;   ///< [T, w / 2]

    Rotation() = default;
    /// Of places [T], or [B, T] where rows have places of their own: then all is [B, 1, T, w / 2].
    Rotation(const at::Tensor& places, std::int64_t width, double base = 10000);
    /// [B, H, T, w] → the same, turned; the pairs are i and i + w / 2.
    at::Tensor turn(const at::Tensor& x) const;
};

/// One half of the pairs turned by the first place, the other by the second.
Rotation inTwoDimensions(const at::Tensor& places, const at::Tensor& others, std::int64_t width,
                         double base);

/// Press, Smith, Lewis 2022, "Train short, test long", section 3: each head's penalty for distance,
/// 2^(-8 / H), 2^(-16 / H), …, and for an H that is no power of two every other one of the next.
at::Tensor alibiSlopes(std::int64_t heads); ///< [H]

/// Key's place − query's, of places [T] and [S], or of each row's own [B, T] and [B, S] → [.., T,
/// S]
at::Tensor distances(const at::Tensor& queries, const at::Tensor& keys);
/// Numbers of each distance there is between queries and keys that follow one another, from the
/// least on [H, T + S − 1] → of each query and key, [H, T, S].
at::Tensor spreadOut(const at::Tensor& ofDistances, std::int64_t queries, std::int64_t keys);

/// Raffel et al. 2020, "Exploring the limits of transfer learning with a unified text-to-text
/// transformer", section 2.1: near distances each have a number of their own, far ones share one
/// on a logarithmic scale. Distances as above → numbers below `buckets`; what follows has the half
/// of its own where a token sees both ways.
at::Tensor relativeBucketsOf(const at::Tensor& distances, std::int64_t buckets,
                             std::int64_t farthest, bool bothWays);

/// What each of T queries may see of S keys. With neither, all.
struct Sight {
    at::Tensor range; ///< [1 or B, T, 2]: the first key, and the one behind the last
    at::Tensor mask;  ///< what is no such range: 0 or minus infinity, [T, S] or [B, 1, T, S]
};

/// Of tokens [B, T] after `past` others: no later one, and none of another sentence. Sentences
/// begin inside only where nothing is past.
Sight causalSight(const at::Tensor& tokens, std::int64_t past);

/// Of a token that sees both ways: only other sentences are hidden from it.
Sight sentenceSight(const at::Tensor& tokens);

/// Of one text [B, T] that looks at another [B, S]: each sentence at its counterpart, of which
/// there must be one.
Sight counterpartSight(const at::Tensor& tokens, const at::Tensor& others);

/// Of a text with blanks that are filled behind it (GLM: Du et al. 2022, figure 2 d), `inBlank`
/// [B, T]: a sentence's text is seen by all of it, what fills its blanks by what follows there.
Sight filledSight(const at::Tensor& tokens, const at::Tensor& inBlank);

/// As a mask over S keys; undefined where all is seen.
at::Tensor maskOf(const Sight& sight, std::int64_t keys);

/// True where tokens belong to different sentences of their rows: [B, T] → [B, 1, T, T].
at::Tensor isOtherSentence(const at::Tensor& tokens);
/// Where `hidden` is true, minus infinity, else 0.
at::Tensor maskOf(const at::Tensor& hidden);

} // namespace neural
