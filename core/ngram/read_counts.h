// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/ngram/count_ngrams.h"

#include <filesystem>
#include <span>
#include <stop_token>

namespace ngram {

/// Makes a counts file at `path` from text files of lines "w1 … wn<tab>count", plain or gzip. The
/// lines may be in any order, of lengths 1 to maximumOrder, and have an n-gram several times: its
/// counts are added up. <s>, </s> and <unk> are the special tokens; <s> stands only first in an
/// n-gram and </s> only last.
///
/// A counts file has every n-gram's beginning and end. Those that the lines have keep their counts.
/// Of one that is missing (where the file has the highest order alone, say) the count is the sum
/// over what follows it, C(h) = Σ C(h, w), or where nothing does, the sum over what stands before:
/// that is how </s> and what ends in it come to their counts. In a text's own n-grams of the
/// highest order n this gives back the text's counts, except that a sentence of fewer than n - 2
/// words has no n-gram that long and is not seen at all. Where the lines' counts of a history and
/// of what follows it differ (rare n-grams were left out, say), the estimators divide by the sum of
/// what follows, so that probabilities sum to 1.
///
/// The number of sentences is C(<s>), or where that is nowhere, C(</s>). Vocabulary: every token,
/// by falling count; the tokenizer cuts at white space.
///
/// Memory: the different tokens, and limits.memory for what is sorted at a time; the file is the
/// same to the last bit. Throws base::FormatError naming file and line, base::InputError where
/// there is nothing to count. Obeys `stop`.
void readCounts(const std::filesystem::path& path, std::span<const std::filesystem::path> files,
                base::Progress& progress, const std::stop_token& stop,
                const CountingLimits& limits = {});

} // namespace ngram
