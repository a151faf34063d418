// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/segmenter.h"

#include "core/text/byte_token.h"
#include "core/text/case_fold.h"
#include "core/text/icu_failure.h"
#include "core/text/utf8.h"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include <utility>

namespace text {
namespace {

std::unique_ptr<icu::BreakIterator> makeIterator(TokenizerKind kind) {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> iterator;
    // The root locale, so that the same text is cut alike everywhere.
    if (kind == TokenizerKind::Graphemes)
        iterator.reset(icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
    else if (kind == TokenizerKind::Words)
        iterator.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    requireIcu(status);
    return iterator;
}

bool isWhiteSpace(std::string_view text) {
    while (!text.empty()) {
        const Utf8Step step = utf8Step(text);
        if (!u_isUWhiteSpace(static_cast<UChar32>(step.character)))
            return false;
        text.remove_prefix(step.length);
    }
    return true;
}

// What lmplz (KenLM) takes as space between words.
bool isSeparator(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\0';
}

} // namespace

struct Segmenter::State {
    explicit State(const TokenizerSpec& tokenizerSpec)
        : spec(tokenizerSpec), iterator(makeIterator(spec.kind)) {}
    ~State() { utext_close(&source); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    void cutCharacters(std::string_view text) {
        while (!text.empty()) {
            const std::size_t length = utf8Step(text).length;
            pieces.push_back(text.substr(0, length));
            text.remove_prefix(length);
        }
    }

    void cutAtSpaces(std::string_view text) {
        for (std::size_t i = 0; i < text.size();) {
            while (i < text.size() && isSeparator(text[i]))
                ++i;
            const std::size_t begin = i;
            while (i < text.size() && !isSeparator(text[i]))
                ++i;
            if (i > begin)
                pieces.push_back(text.substr(begin, i - begin));
        }
    }

    // ICU reads the UTF-8 as it lies; its indexes are then byte offsets.
    void cutAtBreaks(std::string_view text) {
        UErrorCode status = U_ZERO_ERROR;
        utext_openUTF8(&source, text.data(), static_cast<int64_t>(text.size()), &status);
        iterator->setText(&source, status);
        requireIcu(status);
        const bool words = spec.kind == TokenizerKind::Words;
        auto begin = static_cast<std::size_t>(iterator->first());
        for (int32_t end = iterator->next(); end != icu::BreakIterator::DONE;
             end = iterator->next()) {
            const auto piece = text.substr(begin, static_cast<std::size_t>(end) - begin);
            if (!words || !isWhiteSpace(piece))
                pieces.push_back(piece);
            begin = static_cast<std::size_t>(end);
        }
    }

    TokenizerSpec spec;
    std::unique_ptr<icu::BreakIterator> iterator;
    UText source = UTEXT_INITIALIZER;
    std::string folded;
    std::vector<std::string_view> pieces;
};

Segmenter::Segmenter(const TokenizerSpec& spec) : state_(std::make_unique<State>(spec)) {}
Segmenter::~Segmenter() = default;
Segmenter::Segmenter(Segmenter&&) noexcept = default;
Segmenter& Segmenter::operator=(Segmenter&&) noexcept = default;

const std::vector<std::string_view>& Segmenter::segment(std::string_view text) {
    State& state = *state_;
    state.pieces.clear();
    if (text.empty())
        return state.pieces;
    if (state.spec.foldCase) {
        state.folded = foldCase(text);
        text = state.folded;
    }
    switch (state.spec.kind) {
    case TokenizerKind::Characters:
        state.cutCharacters(text);
        break;
    case TokenizerKind::Graphemes:
    case TokenizerKind::Words:
        state.cutAtBreaks(text);
        break;
    case TokenizerKind::Whitespace:
        state.cutAtSpaces(text);
        break;
    case TokenizerKind::Bytes:
        for (const char c : text)
            state.pieces.push_back(byteToken(static_cast<unsigned char>(c)));
        break;
    }
    return state.pieces;
}

} // namespace text
