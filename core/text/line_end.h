// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/byte_letter.h"
#include "core/text/byte_token.h"
#include "core/text/tokenizer_spec.h"

#include <string_view>

namespace text {

/// The token that a line end inside a sentence becomes, or nothing for kinds that drop it.
inline std::string_view lineEndToken(TokenizerKind kind) {
    switch (kind) {
    case TokenizerKind::Characters:
    case TokenizerKind::Graphemes:
        return "\n";
    case TokenizerKind::Bytes:
        return byteToken('\n');
    case TokenizerKind::Bpe:
        return byteLetter('\n');
    case TokenizerKind::Words:
    case TokenizerKind::Whitespace:
    case TokenizerKind::WordPiece:
    case TokenizerKind::Unigram:
        break;
    }
    return {};
}

/// Whether a line of `tokens` tokens is a sentence by SentenceUnit::Line. n-gram toolkits count
/// blank lines as empty sentences; elsewhere they are only spacing.
inline bool isSentence(TokenizerKind kind, std::size_t tokens) {
    return tokens > 0 || kind == TokenizerKind::Whitespace;
}

} // namespace text
