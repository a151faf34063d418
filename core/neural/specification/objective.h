// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/specification/named_values.h"

#include <cstddef>
#include <cstdint>

/// What a transformer learns from: which part of a text it is to tell from which other.
namespace neural {

enum class Objective {
    NextToken,      ///< each token from those before it
    MaskedTokens,   ///< Devlin et al. 2019, section 3.1: hidden tokens from all others
    SpanCorruption, ///< Raffel et al. 2020, section 3.1.4: what spans hide, each named by a
                    ///< sentinel
    Denoising,      ///< Lewis et al. 2020, section 2.2: the text from one that was damaged
    BlankInfilling, ///< Du et al. 2022, "GLM", section 2.1: what blanks hide, one after another
    Permutation     ///< Yang et al. 2019, "XLNet", section 2.2: tokens in an order that is drawn
};

inline constexpr NamedValues<Objective, 6> objectiveNames{
    NG_TEXT("core", "objective"),
    {{{Objective::NextToken, "next-token"},
      {Objective::MaskedTokens, "masked-tokens"},
      {Objective::SpanCorruption, "span-corruption"},
      {Objective::Denoising, "denoising"},
      {Objective::BlankInfilling, "blank-infilling"},
      {Objective::Permutation, "permutation"}}}};

/// The mean length of what a blank hides, in all objectives that have blanks.
inline constexpr unsigned meanSpan = 3;

/// How much of `tokens` is hidden, and in how many blanks.
struct Blanks {
    std::size_t hidden = 0;
    std::size_t spans = 0;
};

/// Raffel et al. 2020, section 3.1.4: 15 % of the tokens in spans of 3 on average; never nothing.
Blanks corruptedSpans(std::size_t tokens);
/// Lewis et al. 2020, section 2.2: 30 % of the tokens; at most so many spans, empty ones included.
Blanks infilledSpans(std::size_t tokens);
/// Du et al. 2022, section 2.1: 15 % of the tokens; at most so many spans.
Blanks blankedSpans(std::size_t tokens);

/// Ids beyond the vocabulary that stand for what is hidden and the like, for texts of `length`
/// tokens.
std::int64_t extraTokens(Objective objective, unsigned length);

/// In an example: numbers that the network is given, and tokens that it is asked for at most.
std::size_t numbersOfRow(Objective objective, unsigned length);
std::size_t targetsOfRow(Objective objective, unsigned length);

/// The ids of blank infilling beyond the vocabulary, counted from its size. Zeng et al. 2023,
/// "GLM-130B", section 2.2: one mask for short blanks, another for one that takes all the rest.
struct BlankToken {
    static constexpr std::int64_t mask = 0;
    static constexpr std::int64_t rest = 1;  ///< gMASK
    static constexpr std::int64_t begin = 2; ///< before what a blank hides
    static constexpr std::int64_t end = 3;   ///< after it
    static constexpr std::int64_t count = 4;
};

} // namespace neural
