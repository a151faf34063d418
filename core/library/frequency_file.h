// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/corpus/frequencies.h"

#include <filesystem>

namespace library {

/// A corpus's token frequencies as a section file: "summary" (u64 tokens, sentences), "counts"
/// (u64 each, by falling count), "offsets" (u64, one more than counts) into "text" (the tokens'
/// bytes, joined). Throws base::FileError.
void writeFrequencies(const std::filesystem::path& path, const corpus::Frequencies& frequencies);
/// Throws base::FileError, or base::FormatError where the file is damaged.
corpus::Frequencies readFrequencies(const std::filesystem::path& path);

} // namespace library
