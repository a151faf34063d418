// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/section_file.h"
#include "core/text/tokenizer.h"

namespace text {

/// Writes the tokenizer as the sections "tokenizer" (JSON), "vocabulary-offsets" (u64, one more
/// than there are ordinary tokens) and "vocabulary-text" (their bytes, joined).
void writeTokenizer(base::SectionFileWriter& file, const Tokenizer& tokenizer);
/// Throws base::FormatError where the sections are missing or do not fit together.
Tokenizer readTokenizer(const base::SectionFile& file);

} // namespace text
