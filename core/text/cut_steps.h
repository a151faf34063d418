// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/aligned_text.h"

#include <functional>
#include <string>
#include <vector>

/// What a tokenizer.json's "pre_tokenizer" can do: cut a text into words. Thread-safe.
namespace text::steps {

/// A text and the words in it; what stands between them is dropped.
struct CutText {
    AlignedText text;
    std::vector<TextRange> words;
};

using Cut = std::function<CutText(CutText)>;

/// Drops white space.
CutText cutAtSpaces(CutText text);
/// Drops white space; each mark of punctuation is a word (Devlin et al. 2019, as their code has
/// it).
CutText cutForBert(CutText text);

/// A sign that stands for a space, so that spaces are a part of words (Kudo & Richardson 2018,
/// section 3.3).
struct SpaceSign {
    enum class Before {
        EveryWord, ///< also before a word that no space stands before
        FirstWord, ///< before the text's first one, where it begins the text
        None
    };
    std::string sign = "\u2581";
    Before before = Before::EveryWord;
    bool cuts = true; ///< a word begins at each sign
};
CutText signSpaces(const CutText& text, const SpaceSign& sign);

} // namespace text::steps
