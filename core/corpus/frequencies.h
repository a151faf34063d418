// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/corpus/document.h"
#include "core/text/tokenizer_spec.h"
#include "core/text/vocabulary.h"

#include <cstdint>
#include <stop_token>
#include <vector>

namespace corpus {

/// What one pass over a corpus finds.
struct Frequencies {
    std::vector<text::TokenCount> counts; ///< by falling count, then by bytes; each type once
    std::uint64_t tokens = 0;             ///< all of them; boundary tokens are not counted
    std::uint64_t sentences = 0;          ///< by the spec's SentenceUnit
};

/// Counts the tokens of all documents. Memory grows with the types, not with the text. Fills each
/// document's `decoded` and `lines`. Obeys `stop` within 200 ms by throwing base::Cancelled.
Frequencies countTokens(std::vector<Document>& documents, const text::TokenizerSpec& spec,
                        base::Progress& progress, const std::stop_token& stop);

} // namespace corpus
