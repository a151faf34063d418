// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/text/tokenizer.h"

#include <filesystem>
#include <stop_token>
#include <vector>

namespace tasks {

/// The sentences of a text file, <s> w … w </s> <s> …, in memory; unknown tokens are <unk>. Throws
/// base::FileError or base::FormatError where the file cannot be read as text.
std::vector<text::TokenId> readTokens(const std::filesystem::path& file,
                                      const text::Tokenizer& tokenizer, base::Progress& progress,
                                      const std::stop_token& stop);

} // namespace tasks
