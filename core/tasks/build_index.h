// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/library/model_store.h"
#include "core/ngram/unbounded_counts.h"
#include "core/tasks/prepare_tokens.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>

namespace tasks {

/// The tokens that a model was made from, with the counts of all their n-grams.
struct IndexedTokens {
    PreparedTokens tokens;
    std::shared_ptr<const ngram::UnboundedCounts> counts;
};

/// Whether there is an index of that token cache (a relative path, as in library::Model). It may
/// turn out damaged when it is opened.
bool hasIndex(const std::filesystem::path& library, const std::filesystem::path& tokenCache);

/// Opens the index of a token cache; nothing where there is none, or one of other tokens.
std::optional<IndexedTokens> openIndex(const std::filesystem::path& library,
                                       const std::filesystem::path& tokenCache);

/// Indexes the tokens of a model, once for all models of these tokens: an index that is there is
/// opened. It lies beside the token cache and is removed with it. On cancel or failure nothing is
/// left behind. Throws base::InputError where the model does not know its tokens.
IndexedTokens buildIndex(const std::filesystem::path& library, const library::Model& model,
                         base::Progress& progress, const std::stop_token& stop);

} // namespace tasks
