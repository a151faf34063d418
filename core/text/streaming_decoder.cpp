// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/byte_letter.h"
#include "core/text/byte_token.h"
#include "core/text/spacing.h"
#include "core/text/tokenizer.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace text {
namespace {

// Moves whole characters out of `pending`; what is no character becomes U+FFFD.
std::string takeCharacters(std::string& pending) {
    std::string text;
    std::size_t place = 0;
    while (place < pending.size()) {
        const auto step = utf8Step(std::string_view(pending).substr(place));
        if (step.kind == Utf8Step::Kind::Incomplete)
            break;
        text += step.kind == Utf8Step::Kind::Valid
                    ? std::string_view(pending).substr(place, step.length)
                    : replacementCharacter;
        place += step.length;
    }
    pending.erase(0, place);
    return text;
}

/// Each sign in it as `space`.
std::string withSpaces(std::string_view word, std::string_view sign, std::string_view space) {
    std::string text;
    while (!word.empty()) {
        const std::size_t place = sign.empty() ? std::string_view::npos : word.find(sign);
        text += word.substr(0, place);
        if (place == std::string_view::npos)
            break;
        text += space;
        word.remove_prefix(place + sign.size());
    }
    return text;
}

} // namespace

StreamingDecoder::StreamingDecoder(const Tokenizer& tokenizer) : tokenizer_(&tokenizer) {}

void StreamingDecoder::setContext(std::span<const TokenId> context) {
    previous_.clear();
    pending_.clear();
    // Four tokens hold the longest incomplete character.
    for (const TokenId token : context.last(std::min<std::size_t>(context.size(), 4)))
        push(token);
}

std::string StreamingDecoder::push(TokenId token) {
    const TokenizerKind kind = tokenizer_->spec().kind;
    if (token == Vocabulary::begin || token == Vocabulary::end) {
        std::string text = finish();
        if (token == Vocabulary::end)
            text += '\n';
        previous_.clear();
        return text;
    }
    const std::string_view word = tokenizer_->vocabulary().token(token);
    if (isByte(token)) {
        if (const auto byte = byteOfToken(word)) {
            previous_ = word;
            pending_ += static_cast<char>(*byte);
            return takeCharacters(pending_);
        }
    }
    if (kind == TokenizerKind::Bpe && !Vocabulary::isSpecial(token)) {
        if (const auto bytes = bytesOfLetters(word)) {
            pending_ += *bytes;
            return takeCharacters(pending_);
        }
    }
    const std::string held = finish();
    const std::string text = joined(word, Vocabulary::isSpecial(token));
    previous_ = word;
    return held + text;
}

bool StreamingDecoder::isByte(TokenId token) const {
    const TokenizerSpec& spec = tokenizer_->spec();
    return !Vocabulary::isSpecial(token) &&
           (spec.kind == TokenizerKind::Bytes || spec.subwords.fallsBackToBytes());
}

std::string StreamingDecoder::joined(std::string_view word, bool isSpecial) const {
    const SubwordRules& subwords = tokenizer_->spec().subwords;
    const auto spaced = [&](bool isSpace) { return (isSpace ? " " : "") + std::string(word); };
    switch (tokenizer_->spec().kind) {
    case TokenizerKind::Whitespace:
        return spaced(!previous_.empty());
    case TokenizerKind::Words:
        return spaced(isSpaceBetween(previous_, word));
    case TokenizerKind::WordPiece:
        if (word.starts_with(subwords.prefix()) && !isSpecial)
            return std::string(word.substr(subwords.prefix().size()));
        return spaced(isSpaceBetween(previous_, word));
    case TokenizerKind::Unigram:
        return withSpaces(word, subwords.spaceSign(),
                          previous_.empty() && subwords.addsSpace() ? "" : " ");
    default:
        return std::string(word);
    }
}

std::string StreamingDecoder::finish() {
    return std::exchange(pending_, {}).empty() ? std::string() : std::string(replacementCharacter);
}

} // namespace text
