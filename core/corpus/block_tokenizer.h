// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/corpus/line_reader.h"
#include "core/corpus/token_stream.h"
#include "core/text/segmenter.h"

#include <array>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace corpus {

/// A block of text as tokens, and what reading it showed.
struct TokenizedBlock {
    TokenBlock tokens;       ///< lines are numbered as in BlockLines
    std::uint64_t lines = 0; ///< that begin in it
    std::uint64_t bytes = 0;
    text::DecodeReport decoded;
};

/// Cuts blocks into tokens and says where sentences begin and end. One thread at a time.
class BlockTokenizer {
public:
    BlockTokenizer(const text::TokenizerSpec& spec, TokenNumberer& numberer);

    TokenizedBlock tokenize(const TextBlock& block, const std::string& encoding);

private:
    struct Boundary {
        std::size_t place = 0; ///< pieces before it
        std::uint32_t id = 0;
    };
    void add(const Line& line, bool textStays);
    void cut(const Line& line, bool textStays);
    std::string_view keep(std::string text);
    void endLine(const Line& line);
    void beginLine(const Line& line, std::size_t place);
    void open(std::size_t place);
    void close();
    std::vector<std::uint32_t> numbered();

    text::TokenizerSpec spec_;
    text::Segmenter segmenter_;
    TokenNumberer& numberer_;
    std::array<char, TokenNumberer::readable> lineEndText_{};
    std::string_view lineEnd_; ///< the token of a line end inside a sentence

    // Of the block at hand:
    TokenBlock block_;
    std::vector<std::string_view> pieces_; ///< all at once, so that numbering can look ahead
    std::deque<std::string> kept_;         ///< texts that do not stay where they were
    std::vector<Boundary> boundaries_;
    std::vector<std::uint32_t> numbers_;
    bool open_ = false;
};

} // namespace corpus
