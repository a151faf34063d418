// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenizer.h"

#include "core/text/case_fold.h"
#include "core/text/line_end.h"
#include "core/text/lines.h"
#include "core/text/segmenter.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace text {
namespace {

// Where a line's tokens stand in it: known from the pieces themselves, and led back through the
// case folding where there was one.
class LinePlaces {
public:
    LinePlaces(const TokenizerSpec& spec, std::string_view line)
        : kind_(spec.kind),
          line_(line),
          addsSpace_(spec.rules.addsSpace() && !line.starts_with(' ')) {
        if (spec.foldCase) {
            folded_ = foldCase(line, &edits_);
            line_ = folded_;
        }
    }

    /// What is to be cut, without further folding.
    std::string_view text() const { return line_; }

    TextRange place(std::size_t number, std::string_view piece) {
        if (kind_ == TokenizerKind::Bpe)
            return placeOfLetters(piece);
        std::size_t begin = number;
        std::size_t end = number + 1;
        if (kind_ != TokenizerKind::Bytes) { // byte tokens are not views of the text
            begin = static_cast<std::size_t>(piece.data() - line_.data());
            end = begin + piece.size();
        }
        if (!edits_.hasChanges())
            return {begin, end};
        const auto first = unfolded(begin);
        const auto last = unfolded(end);
        return first && last ? TextRange{*first, *last} : TextRange{};
    }

private:
    // One letter is one byte of the text, or of the space before it.
    TextRange placeOfLetters(std::string_view piece) {
        const std::size_t begin = letters_;
        for (; !piece.empty(); ++letters_)
            piece.remove_prefix(utf8Step(piece).length);
        const std::size_t added = addsSpace_ ? 1 : 0;
        return {begin - std::min(begin, added), letters_ - added};
    }

    // Nothing inside a character that became several bytes or characters.
    std::optional<std::size_t> unfolded(std::size_t place) const {
        UErrorCode status = U_ZERO_ERROR;
        auto edit = edits_.getFineIterator();
        const int32_t source =
            edit.sourceIndexFromDestinationIndex(static_cast<int32_t>(place), status);
        if (edit.destinationIndexFromSourceIndex(source, status) != static_cast<int32_t>(place) ||
            U_FAILURE(status))
            return std::nullopt;
        return static_cast<std::size_t>(source);
    }

    TokenizerKind kind_;
    std::string_view line_;
    std::string folded_;
    icu::Edits edits_;
    bool addsSpace_;
    std::size_t letters_ = 0; ///< before the next piece
};

// A line is what is cut on its own; all of a document where pieces may reach over line ends.
template <class Visit>
void forEachPart(const TokenizerSpec& spec, std::string_view text, Visit visit) {
    const bool reaches =
        spec.kind == TokenizerKind::Bpe || (!spec.subwords.empty() && !spec.subwords.cutsLines());
    if (reaches && spec.unit == SentenceUnit::Document)
        visit(TextLine{text, 0, 0});
    else
        forEachLine(text, visit);
}

} // namespace

Tokenizer::Tokenizer(TokenizerSpec spec, Vocabulary vocabulary)
    : spec_(std::move(spec)), vocabulary_(std::move(vocabulary)) {}

std::vector<TokenId> Tokenizer::encode(std::string_view text) const {
    std::vector<TokenId> tokens;
    Segmenter segmenter(spec_);
    const std::string_view lineEnd = lineEndToken(spec_.kind);
    forEachPart(spec_, text, [&](const TextLine& line) {
        const auto& pieces = segmenter.segment(line.text);
        for (const std::string_view piece : pieces)
            tokens.push_back(vocabulary_.find(piece));
        if (line.endLength == 0)
            return;
        if (spec_.unit == SentenceUnit::Line) {
            if (isSentence(spec_.kind, pieces.size()))
                tokens.insert(tokens.end(), {Vocabulary::end, Vocabulary::begin});
        } else if (!lineEnd.empty()) {
            tokens.push_back(vocabulary_.find(lineEnd));
        }
    });
    return tokens;
}

std::vector<TokenSpan> Tokenizer::encodeWithSpans(std::string_view text) const {
    std::vector<TokenSpan> spans;
    TokenizerSpec unfolded = spec_; // LinePlaces folds
    unfolded.foldCase = false;
    Segmenter segmenter(unfolded);
    const std::string_view lineEnd =
        spec_.unit == SentenceUnit::Document ? lineEndToken(spec_.kind) : std::string_view();
    forEachPart(spec_, text, [&](const TextLine& line) {
        LinePlaces places(spec_, line.text);
        const auto& pieces = segmenter.segment(places.text());
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const auto [begin, end] =
                segmenter.places().empty() ? places.place(i, pieces[i]) : segmenter.places()[i];
            spans.push_back({vocabulary_.find(pieces[i]), line.begin + begin, line.begin + end});
        }
        const std::size_t end = line.begin + line.text.size();
        if (line.endLength > 0 && !lineEnd.empty())
            spans.push_back({vocabulary_.find(lineEnd), end, end + line.endLength});
    });
    return spans;
}

std::string Tokenizer::decode(std::span<const TokenId> tokens) const {
    StreamingDecoder decoder(*this);
    std::string text;
    for (const TokenId token : tokens)
        text += decoder.push(token);
    return text + decoder.finish();
}

} // namespace text
