// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/unbounded_counts.h"

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string_view>
#include <vector>

namespace ngram {

/// A piece of a text that stands in the corpus as it is.
struct Overlap {
    std::size_t begin = 0; ///< bytes [begin, end) of the text
    std::size_t end = 0;
    std::size_t tokens = 0;  ///< without the boundaries of sentences inside
    std::uint64_t count = 0; ///< places in the corpus
    std::uint64_t place = 0; ///< the first of them in the corpus's order
};

struct TextOverlap {
    std::size_t tokens = 0;       ///< of the whole text
    std::size_t known = 0;        ///< of them in a stretch of at least the asked length
    std::vector<Overlap> longest; ///< the longest first, equal ones as in the text
};

/// Lays a text beside the corpus: the stretches of at least `minimum` tokens that stand there and
/// are part of no longer one, at most `limit` of them. A new line begins a sentence as in the
/// corpus. Obeys `stop`.
TextOverlap overlapOf(const UnboundedCounts& counts, const text::Tokenizer& tokenizer,
                      std::string_view text, std::size_t minimum, std::size_t limit,
                      const std::stop_token& stop);

} // namespace ngram
