// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/library/model_store.h"
#include "core/ngram/estimator.h"
#include "core/text/tokenizer_spec.h"
#include "core/text/vocabulary.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace tasks {

struct NgramRequest {
    std::filesystem::path library;
    std::vector<std::int64_t> corpora;
    text::TokenizerSpec tokenizer;
    text::VocabularyCut cut;
    unsigned order = 2;
    ngram::EstimatorSpec estimator;
    std::string name; ///< empty: made from the corpus and the order ("names bigram")
    std::filesystem::path heldOut =
        {}; ///< jelinek-mercer: a text to estimate the weights on, or none
    /// Bytes for what is sorted at a time; 0 for all at once.
    std::uint64_t memory = std::uint64_t{2} << 30;
};

/// Tokenizes, counts, and stores the model. On cancel or failure nothing is left behind.
library::Model trainNgram(const NgramRequest& request, base::Progress& progress,
                          const std::stop_token& stop);

} // namespace tasks
