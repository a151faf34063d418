// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/corpus/token_cache.h"
#include "core/text/tokenizer.h"
#include "core/text/vocabulary.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <vector>

namespace tasks {

/// Corpora as tokens, ready to be counted or trained on.
struct PreparedTokens {
    std::shared_ptr<const text::Tokenizer> tokenizer;
    std::shared_ptr<const corpus::TokenCache> cache;
    std::filesystem::path relativePath; ///< of the cache, inside the library
};

/// Builds the vocabulary and the token cache of the corpora, or opens them where the same documents
/// were tokenized the same way before (the name is a hash of both). Throws base::InputError where
/// the corpora hold no text, base::FileError where a document has changed since its import.
PreparedTokens prepareTokens(const std::filesystem::path& library,
                             const std::vector<std::int64_t>& corpora,
                             const text::TokenizerSpec& spec, const text::VocabularyCut& cut,
                             base::Progress& progress, const std::stop_token& stop);

/// The same by a tokenizer that is there already.
PreparedTokens prepareTokens(const std::filesystem::path& library,
                             const std::vector<std::int64_t>& corpora,
                             const text::Tokenizer& tokenizer, base::Progress& progress,
                             const std::stop_token& stop);

/// Opens a cache that prepareTokens wrote, with its tokenizer.
PreparedTokens openTokens(const std::filesystem::path& library,
                          const std::filesystem::path& relativePath);

} // namespace tasks
