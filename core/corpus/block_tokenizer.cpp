// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/block_tokenizer.h"

#include "core/text/case_fold.h"
#include "core/text/line_end.h"
#include "core/text/vocabulary.h"

#include <algorithm>
#include <utility>

namespace corpus {
namespace {

static_assert(TextBlock::padding >= TokenNumberer::readable);

/// Case is folded here, where the folded text can be kept.
text::TokenizerSpec withoutFolding(text::TokenizerSpec spec) {
    spec.foldCase = false;
    return spec;
}

} // namespace

BlockTokenizer::BlockTokenizer(const text::TokenizerSpec& spec, TokenNumberer& numberer)
    : spec_(spec), segmenter_(withoutFolding(spec)), numberer_(numberer) {
    if (spec.unit == text::SentenceUnit::Line)
        return;
    const std::string_view token = text::lineEndToken(spec.kind);
    std::copy(token.begin(), token.end(), lineEndText_.begin());
    lineEnd_ = std::string_view(lineEndText_.data(), token.size());
}

TokenizedBlock BlockTokenizer::tokenize(const TextBlock& block, const std::string& encoding) {
    block_ = {};
    pieces_.clear();
    kept_.clear();
    boundaries_.clear();
    const bool byLine = spec_.unit == text::SentenceUnit::Line;
    open_ = byLine ? block.insideLine : !block.first;
    BlockLines lines(block, encoding);
    Line line;
    while (lines.next(line))
        add(line, lines.textsStay());

    TokenizedBlock result;
    result.lines = line.number;
    result.bytes = block.bytes().size();
    result.decoded = lines.report();
    block_.textBytes = lines.decodedBytes();
    if (block.last) {
        if (byLine && !line.ended)
            endLine(line);
        close();
    } else if (byLine && !line.ended && !open_) {
        // The next block takes the sentence for begun, whatever stands here.
        beginLine(line, pieces_.size());
        open(pieces_.size());
    }
    block_.tokens = numbered();
    result.tokens = std::move(block_);
    return result;
}

void BlockTokenizer::add(const Line& line, bool textStays) {
    const std::size_t place = pieces_.size();
    cut(line, textStays);
    const bool any = pieces_.size() > place;
    if (spec_.unit != text::SentenceUnit::Line) {
        if (any || !open_)
            beginLine(line, place);
        open(place);
        return;
    }
    if (any) {
        beginLine(line, place);
        open(place);
    }
    if (line.ended)
        endLine(line);
}

void BlockTokenizer::cut(const Line& line, bool textStays) {
    std::string_view text = line.text;
    if (spec_.foldCase || !textStays)
        text = keep(spec_.foldCase ? text::foldCase(text) : std::string(text));
    const auto& pieces = segmenter_.segment(text);
    pieces_.insert(pieces_.end(), pieces.begin(), pieces.end());
    if (line.ended && !lineEnd_.empty())
        pieces_.push_back(lineEnd_);
}

std::string_view BlockTokenizer::keep(std::string text) {
    const std::size_t size = text.size();
    text.append(TokenNumberer::readable, '\0');
    return std::string_view(kept_.emplace_back(std::move(text))).substr(0, size);
}

void BlockTokenizer::endLine(const Line& line) {
    if (!open_ && text::isSentence(spec_.kind, 0)) {
        beginLine(line, pieces_.size());
        open(pieces_.size());
    }
    close();
}

void BlockTokenizer::beginLine(const Line& line, std::size_t place) {
    block_.lines.push_back(
        {place + boundaries_.size(), line.byteOffset, 0, static_cast<std::uint32_t>(line.number)});
}

void BlockTokenizer::open(std::size_t place) {
    if (open_)
        return;
    boundaries_.push_back({place, static_cast<std::uint32_t>(text::Vocabulary::begin)});
    ++block_.sentences;
    open_ = true;
}

void BlockTokenizer::close() {
    if (open_)
        boundaries_.push_back({pieces_.size(), static_cast<std::uint32_t>(text::Vocabulary::end)});
    open_ = false;
}

std::vector<std::uint32_t> BlockTokenizer::numbered() {
    numbers_.clear();
    numberer_.number(pieces_, numbers_);
    std::vector<std::uint32_t> tokens;
    tokens.reserve(numbers_.size() + boundaries_.size());
    auto next = numbers_.begin();
    for (const Boundary& boundary : boundaries_) {
        const auto end = numbers_.begin() + static_cast<std::ptrdiff_t>(boundary.place);
        tokens.insert(tokens.end(), next, end);
        tokens.push_back(boundary.id);
        next = end;
    }
    tokens.insert(tokens.end(), next, numbers_.end());
    return tokens;
}

} // namespace corpus
