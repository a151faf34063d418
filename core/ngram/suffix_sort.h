// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/text/token.h"

#include <cstdint>
#include <limits>
#include <span>
#include <stop_token>

namespace ngram {

/// A place in a text, counted in tokens.
using Place = std::uint32_t;

/// The longest text that can be sorted: the highest Place means "none" while it is.
inline constexpr std::uint64_t mostPlaces = std::numeric_limits<Place>::max() - 1;

/// Fills `places` (as many as there are tokens) with the places 0 … n - 1, ordered by the text that
/// begins at each and goes on to the end; the end is smaller than every token. Every token is below
/// `alphabet`.
///
/// SA-IS: Nong, Zhang and Chan 2009, "Linear suffix array construction by almost pure
/// induced-sorting". Linear in n + alphabet, in one thread. Beside text and result it takes n / 8
/// bytes and 8 bytes an alphabet entry; in the recursion the alphabet is that of the distinct
/// pieces between two local minima: at most n / 2 of them, n / 6 or so in a text of words, so that
/// 1.5 n bytes are usual and 4.5 n the worst. Looks at `stop` every 65,536 places at the latest.
void sortSuffixes(std::span<const text::TokenId> text, std::size_t alphabet,
                  std::span<Place> places, base::Progress& progress, const std::stop_token& stop);

} // namespace ngram
