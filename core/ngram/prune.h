// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/ngram/ngram_model.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace ngram {

/// Which n-grams of length 2 and more are left out; unigrams always stay.
struct PruneSpec {
    /// N-grams of length k with a count up to [k - 1] go; the last entry holds for longer ones
    /// too. Empty: none.
    std::vector<std::uint64_t> counts;
    /// N-grams go without which the model's perplexity, by its own probabilities, rises by less
    /// than this share (Stolcke 1998, "Entropy-based pruning of backoff language models"; SRILM's
    /// ngram -prune). 0: none.
    double entropy = 0;

    bool operator==(const PruneSpec&) const = default;
};

/// "0,0,1": the counts of a PruneSpec. Throws base::InputError.
std::vector<std::uint64_t> pruneCountsFromText(const std::string& text);

struct Pruned {
    std::vector<std::uint64_t> before; ///< n-grams of each length
    std::vector<std::uint64_t> after;
};

/// Writes what is left of a model as a back-off table to `path`. What stays keeps its probability;
/// the weights of the histories are computed anew, so that every distribution sums to 1. An n-gram
/// with which a longer one that stays begins stays too. Throws base::InputError for an estimator
/// that is no back-off model or no distribution, and for counts where the model has none. About 50
/// bytes of memory an n-gram.
Pruned prune(const NgramModel& model, const PruneSpec& spec, const std::filesystem::path& path,
             const std::string& source, base::Progress& progress, const std::stop_token& stop);

} // namespace ngram
