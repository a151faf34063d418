// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/aligned_text.h"
#include "core/text/piece_table.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace text {

/// A part of a word and its place there; `unknown` where no piece spells it.
struct WordPart {
    static constexpr std::size_t unknown = SIZE_MAX;
    std::size_t piece = unknown; ///< its number
    TextRange place;
};

/// Words as the longest pieces that spell them, from the left (Schuster & Nakajima 2012, "Japanese
/// and Korean voice search"; Wu et al. 2016, "Google's neural machine translation system", section
/// 4.1); unknown as a whole where none does. Immutable and thread-safe.
class WordPieceModel {
public:
    /// `pieces` must outlive it; those that go on with a word begin with `prefix` (BERT's "##").
    /// Words of more characters than `longestWord` are unknown.
    WordPieceModel(const std::vector<std::string>& pieces, const std::string& prefix,
                   std::size_t longestWord);

    std::vector<WordPart> cut(std::string_view word) const;

private:
    PieceTable beginning_;
    PieceTable following_; ///< by what stands behind the prefix
    std::size_t longestWord_;
};

/// Words as the pieces of the highest joint probability, of which each counts for itself (Kudo
/// 2018, "Subword regularization", section 3.2), found by Viterbi's algorithm. Immutable and
/// thread-safe.
class UnigramModel {
public:
    /// `pieces` must outlive it; `scores` are their natural log-probabilities. A character that no
    /// piece spells costs `unknownScore`; such characters in a row are one part.
    UnigramModel(const std::vector<std::string>& pieces, std::vector<double> scores,
                 double unknownScore);

    std::vector<WordPart> cut(std::string_view word) const;

private:
    PieceTable table_;
    std::vector<double> scores_;
    double unknownScore_;
};

} // namespace text
