// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/record_plan.h"

#include "core/base/error.h"

#include <algorithm>
#include <numeric>
#include <string>

namespace ngram {

std::vector<std::uint64_t> sampleUnigrams(std::span<const text::TokenId> tokens,
                                          std::size_t vocabularySize) {
    constexpr std::size_t stretches = 1024;
    constexpr std::size_t length = 4096;
    const std::size_t every = std::max<std::size_t>(1, tokens.size() / length / stretches);
    std::vector<std::uint64_t> counts(vocabularySize);
    for (std::size_t begin = 0; begin < tokens.size(); begin += every * length)
        for (const text::TokenId token :
             tokens.subspan(begin, std::min(length, tokens.size() - begin)))
            if (text::index(token) < vocabularySize)
                counts[text::index(token)] += every;
    return counts;
}

RecordPlan::RecordPlan(std::span<const std::uint64_t> unigrams, std::size_t recordsInPart)
    : places_(unigrams.size()) {
    constexpr double unit = std::uint64_t{1} << quantileBits;
    const std::uint64_t all = std::accumulate(unigrams.begin(), unigrams.end(), std::uint64_t{1});
    std::uint64_t before = 0;
    for (std::size_t token = 0; token < unigrams.size(); ++token) {
        places_[token].quantile = static_cast<std::uint32_t>(static_cast<double>(before) /
                                                             static_cast<double>(all) * unit);
        before += unigrams[token];
    }
    std::uint64_t inLast = 0; // of the last part
    for (std::size_t token = 0; token < unigrams.size(); ++token) {
        const std::uint64_t split = unigrams[token] / recordsInPart + 1;
        if (parts_.empty() || split > 1 || inLast + unigrams[token] > recordsInPart) {
            parts_.push_back({token, token, 0});
            inLast = 0;
        }
        places_[token].part = static_cast<std::uint32_t>(parts_.size() - 1);
        places_[token].split = static_cast<std::uint32_t>(split);
        parts_.back().lastToken = token + 1;
        inLast += unigrams[token];
        for (std::uint64_t i = 1; i < split; ++i) {
            parts_.push_back({token + 1, token + 1, 0});
            inLast = recordsInPart;
        }
    }
}

void RecordPlan::failAsForeign(std::size_t token) const {
    throw base::FormatError(
        {NG_TEXT("core", "The stored tokens do not belong to this tokenizer (token {0} of {1} "
                         "entries). Import the corpus again."),
         {std::to_string(token), std::to_string(places_.size())}});
}

} // namespace ngram
