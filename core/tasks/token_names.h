// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/corpus/document.h"
#include "core/tasks/prepare_tokens.h"

#include <functional>
#include <string>

namespace tasks {

/// tokens/DOCUMENTS-TOKENIZER.tokens, both hashes: the same documents, tokenized the same way, have
/// one cache.
std::filesystem::path tokensPath(const std::vector<corpus::Document>& documents,
                                 const text::TokenizerSpec& spec, const text::VocabularyCut& cut);
/// Of path, size, time and encoding of each.
std::string documentsHash(const std::vector<corpus::Document>& documents);

/// All documents of the corpora, seen to be as they were imported. Throws base::InputError,
/// base::FileError.
std::vector<corpus::Document> documentsOf(const std::filesystem::path& folder,
                                          const std::vector<std::int64_t>& corpora);

/// Opens the cache of a run, or writes it again by the run's own tokenizer where it is gone or
/// damaged. Throws base::InputError where the corpora are no longer what they were.
PreparedTokens restoreTokens(const std::filesystem::path& library,
                             const std::filesystem::path& relativePath,
                             const std::vector<std::int64_t>& corpora,
                             const std::function<const text::Tokenizer&()>& tokenizer,
                             base::Progress& progress, const std::stop_token& stop);

} // namespace tasks
