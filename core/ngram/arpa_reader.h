// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"

#include <filesystem>
#include <stop_token>

namespace ngram {

/// Reads an ARPA file (SRILM's manual page ngram-format(5)), plain or gzip, as KenLM, SRILM and
/// writeArpa make it, into a back-off table at `table`. Its unigrams are the vocabulary; text is
/// cut at white space. An n-gram whose beginning is not in the file, as pruned models may have it,
/// gets its beginning added, without a probability of its own. N-grams that end in <s> are left
/// out. About 20 + 4 n bytes of memory for each n-gram of the longest level.
/// Throws base::FormatError naming file and line where the file is no ARPA file, is cut short, does
/// not keep what its header says, or has a probability above 1, an n-gram twice or a token that is
/// no unigram. Throws base::FileError.
void readArpa(const std::filesystem::path& arpa, const std::filesystem::path& table,
              base::Progress& progress, const std::stop_token& stop);

/// Whether a file is to be read as ARPA, plain or gzip: by its name (.arpa, .arpa.gz), so that an
/// empty or damaged one is called what it is meant to be, or by its beginning.
bool looksLikeArpa(const std::filesystem::path& path);

} // namespace ngram
