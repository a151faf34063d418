// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/section_file.h"
#include "core/text/tokenizer.h"

namespace text {

/// Writes the tokenizer as the sections "tokenizer" (JSON), "vocabulary-offsets" (u64, one more
/// than there are ordinary tokens), "vocabulary-text" (their bytes, joined) and "vocabulary-slots"
/// (u32): Vocabulary::Arrays.
void writeTokenizer(base::SectionFileWriter& file, const Tokenizer& tokenizer);
/// The vocabulary stays in the mapped file. Throws base::FormatError where the sections are missing
/// or do not fit together; files without slots, which older versions wrote, are read too.
Tokenizer readTokenizer(const base::SectionFile& file);

} // namespace text
