// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/record.h"

#include <cstdint>
#include <span>
#include <vector>

namespace ngram {

/// About how often each token comes, from some stretches of the text.
std::vector<std::uint64_t> sampleUnigrams(std::span<const text::TokenId> tokens,
                                          std::size_t vocabularySize);

/// Which records are sorted together: parts of about equal size in the records' order, so that
/// each fits a processor's cache and no thread waits long for another. A token that is more
/// frequent than that has several, by the token behind it.
class RecordPlan {
public:
    /// The unigrams may be a guess: a wrong one makes parts of unequal size.
    RecordPlan(std::span<const std::uint64_t> unigrams, std::size_t recordsInPart);

    /// Some of the records, all with first tokens that follow each other.
    struct Part {
        std::size_t firstToken = 0; ///< whose children it begins, up to
        std::size_t lastToken = 0;  ///< this one; none where an earlier part has begun them
        std::uint64_t records = 0;  ///< for whoever counts them
    };
    const std::vector<Part>& parts() const { return parts_; }
    std::vector<Part>& parts() { return parts_; }

    /// Calls visit(place, part) for the record at each place from `begin` to `end`. Throws
    /// base::FormatError for a token outside the vocabulary.
    template <class Visit>
    void forEach(std::span<const text::TokenId> tokens, std::size_t begin, std::size_t end,
                 Visit visit) const {
        Place place = placeOf(tokens[begin]);
        for (std::size_t i = begin; i < end; ++i) {
            const text::TokenId second =
                i + 1 < tokens.size() ? tokens[i + 1] : RecordLayout::padding;
            const Place next = placeOf(second);
            visit(i,
                  place.part + static_cast<std::uint32_t>(
                                   (std::uint64_t{place.split} * next.quantile) >> quantileBits));
            place = next;
        }
    }

private:
    static constexpr unsigned quantileBits = 24;
    struct Place {
        std::uint32_t part = 0;     ///< the first of a first token
        std::uint32_t split = 1;    ///< how many it has
        std::uint32_t quantile = 0; ///< of the text, where the tokens before this one end
    };
    const Place& placeOf(text::TokenId token) const {
        if (text::index(token) >= places_.size())
            failAsForeign(text::index(token));
        return places_[text::index(token)];
    }
    [[noreturn]] void failAsForeign(std::size_t token) const;

    std::vector<Part> parts_;
    std::vector<Place> places_; ///< by token
};

} // namespace ngram
