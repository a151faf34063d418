// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/token.h"
#include "core/text/tokenizer_spec.h"
#include "core/text/vocabulary.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace text {

/// A token found in a text, and where: bytes [begin, end) of what was encoded.
struct TokenSpan {
    TokenId id{};
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Text to token ids and back: how to cut, and the vocabulary. Immutable and thread-safe (each
/// call makes its own segmenter; encode many texts with a Segmenter of your own).
class Tokenizer {
public:
    Tokenizer(TokenizerSpec spec, Vocabulary vocabulary);

    const TokenizerSpec& spec() const { return spec_; }
    const Vocabulary& vocabulary() const { return vocabulary_; }

    /// The tokens of `text`, without boundary tokens; unknown ones are <unk>. Line ends: by
    /// SentenceUnit::Line each "\n" in `text` becomes </s> <s>, blank lines as the spec says.
    std::vector<TokenId> encode(std::string_view text) const;
    /// The same with each token's place in `text`; boundary tokens are not listed. With case
    /// folding the places are those of the unfolded text where they can be told, else empty.
    std::vector<TokenSpan> encodeWithSpans(std::string_view text) const;
    /// Text for reading: words are joined with spaces where the writing system has them and none
    /// before closing punctuation; </s> is a line end, <s> is nothing, <unk> is "<unk>".
    std::string decode(std::span<const TokenId> tokens) const;

private:
    TokenizerSpec spec_;
    Vocabulary vocabulary_;
};

/// Decodes tokens one by one as they are generated. Joined, the pieces are what decode() gives.
/// The bytes of a character that is not complete yet are held back until it is.
class StreamingDecoder {
public:
    /// The tokenizer must outlive the decoder.
    explicit StreamingDecoder(const Tokenizer& tokenizer);
    /// Goes on after `context`, so that the first piece is spaced from it as it should be.
    void setContext(std::span<const TokenId> context);
    std::string push(TokenId token);
    /// What is still held back; an incomplete character as U+FFFD.
    std::string finish();

private:
    bool isByte(TokenId token) const;
    std::string joined(std::string_view word, bool isSpecial) const;

    const Tokenizer* tokenizer_;
    std::string previous_; ///< the last token's text
    std::string pending_;  ///< bytes of an incomplete character
};

} // namespace text
