// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/segmenter.h"

#include "core/text/byte_token.h"
#include "core/text/case_fold.h"
#include "core/text/icu_failure.h"
#include "core/text/rule_cutter.h"
#include "core/text/utf8.h"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
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

// Bit i is set where byte i of up to 64 is at most 0x20: every separator, and control characters
// that are none.
std::uint64_t lowBytes(std::string_view bytes) {
    constexpr std::uint64_t ones = 0x0101010101010101;
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < bytes.size(); i += 8) {
        std::uint64_t eight = ones * 0xFF;
        std::memcpy(&eight, bytes.data() + i, std::min<std::size_t>(8, bytes.size() - i));
        // The highest bit of each byte: whether the byte is above 0x20. No sum leaves its byte.
        const std::uint64_t above = ((eight & (ones * 0x7F)) + ones * 0x5F) | eight;
        const std::uint64_t low = (~above & (ones * 0x80)) >> 7;
        mask |= (low * 0x0102040810204080 >> 56) << i;
    }
    return mask;
}

} // namespace

struct Segmenter::State {
    explicit State(const TokenizerSpec& tokenizerSpec)
        : spec(tokenizerSpec), iterator(makeIterator(spec.kind)), cutter(spec.rules) {}
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
        std::size_t begin = 0;
        const auto endAt = [&](std::size_t end) {
            if (end > begin)
                pieces.push_back(text.substr(begin, end - begin));
            begin = end + 1;
        };
        for (std::size_t block = 0; block < text.size(); block += 64)
            for (std::uint64_t low = lowBytes(text.substr(block, 64)); low != 0; low &= low - 1) {
                const auto place = block + static_cast<std::size_t>(std::countr_zero(low));
                if (isSeparator(text[place]))
                    endAt(place);
            }
        endAt(text.size());
    }

    void cutByPatterns(std::string_view text) {
        for (const std::string_view piece : cutter.cut(text))
            if (!isWhiteSpace(piece))
                pieces.push_back(piece);
    }

    void cutIntoSubwords(std::string_view text) {
        subwords.clear();
        spec.subwords.cut(text, subwords);
        for (const SubwordRules::Piece& piece : subwords) {
            pieces.push_back(piece.text);
            places.push_back(piece.place);
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
    RuleCutter cutter;
    UText source = UTEXT_INITIALIZER;
    std::string folded;
    std::vector<std::string_view> pieces;
    std::vector<SubwordRules::Piece> subwords;
    std::vector<TextRange> places;
};

Segmenter::Segmenter(const TokenizerSpec& spec) : state_(std::make_unique<State>(spec)) {}
Segmenter::~Segmenter() = default;
Segmenter::Segmenter(Segmenter&&) noexcept = default;
Segmenter& Segmenter::operator=(Segmenter&&) noexcept = default;

const std::vector<std::string_view>& Segmenter::segment(std::string_view text) {
    State& state = *state_;
    state.pieces.clear();
    state.places.clear();
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
    case TokenizerKind::Words:
        if (!state.spec.rules.empty()) {
            state.cutByPatterns(text);
            break;
        }
        [[fallthrough]];
    case TokenizerKind::Graphemes:
        state.cutAtBreaks(text);
        break;
    case TokenizerKind::Whitespace:
        state.cutAtSpaces(text);
        break;
    case TokenizerKind::Bytes:
        for (const char c : text)
            state.pieces.push_back(byteToken(static_cast<unsigned char>(c)));
        break;
    case TokenizerKind::Bpe:
        state.cutter.cutIntoPieces(text, state.pieces);
        break;
    case TokenizerKind::WordPiece:
    case TokenizerKind::Unigram:
        state.cutIntoSubwords(text);
        break;
    }
    return state.pieces;
}

const std::vector<TextRange>& Segmenter::places() const {
    return state_->places;
}

} // namespace text
