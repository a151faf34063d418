// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/aligned_text.h"

#include <functional>
#include <string>
#include <string_view>

/// What a tokenizer.json's "normalizer" can do with a text before it is cut. Thread-safe.
namespace text::steps {

using Step = std::function<AlignedText(const AlignedText&)>;

/// Character by character, full mappings (İ becomes i and a dot).
AlignedText lowercase(const AlignedText& text);
/// Removes the marks of decomposed text: accents and signs that stand with a letter.
AlignedText stripMarks(const AlignedText& text);
/// Bidirectional and other invisible signs go, line ends and tabs become spaces, as the NMT rules
/// of SentencePiece have it.
AlignedText nmtSpaces(const AlignedText& text);
/// "NFC", "NFD", "NFKC" or "NFKD"; null for any other name.
Step normalForm(std::string_view name);
/// White space at either end.
AlignedText strip(const AlignedText& text, bool left, bool right);
/// Before a text that is not empty.
AlignedText prepend(const AlignedText& text, std::string_view before);
/// Each match of ICU's regular expression. Throws base::FormatError where it is none, and, when it
/// is applied, where it takes too long.
Step replace(const std::string& pattern, const std::string& content);

/// Devlin et al. 2019, as their code has it: control and format characters go, white space becomes
/// spaces.
AlignedText bertClean(const AlignedText& text);
/// A space on either side of each Han character.
AlignedText bertChinese(const AlignedText& text);
/// Accents go: the decomposed text's marks without a width of their own.
AlignedText bertAccents(const AlignedText& text);
/// A mark of punctuation, or any other sign of ASCII.
bool isBertPunctuation(char32_t character);

} // namespace text::steps
