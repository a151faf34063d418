// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/corpus/document.h"
#include "core/corpus/line_start.h"
#include "core/text/tokenizer_spec.h"

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

namespace corpus {

/// Gives tokens numbers, on one of the threads that cut the text.
class TokenNumberer {
public:
    virtual ~TokenNumberer() = default;
    /// Bytes that may be read from each token's first one on, however short it is.
    static constexpr std::size_t readable = 16;
    /// Appends the number of each token; a token's own numbers begin at Vocabulary::specialCount.
    virtual void number(std::span<const std::string_view> tokens,
                        std::vector<std::uint32_t>& numbers) = 0;
};

/// What a sink makes of a block before its turn.
class BlockWork {
public:
    virtual ~BlockWork() = default;
};

/// Tokens that follow each other in one document.
struct TokenBlock {
    std::size_t document = 0;
    unsigned numberer = 0; ///< who gave the numbers
    /// Numbers, with Vocabulary::begin and end around each sentence; one that is longer than a
    /// block goes on in the next.
    std::vector<std::uint32_t> tokens;
    std::vector<LineStart> lines;              ///< firstToken counts from the block's
    std::uint64_t sentences = 0;               ///< that begin in it
    std::uint64_t textBytes = 0;               ///< of its text in UTF-8, line ends included
    std::unique_ptr<BlockWork> work = nullptr; ///< what TokenSink::prepare() gave
};

/// Who receives a corpus as a stream of tokens, in the order of the text, on the thread that
/// streams.
class TokenSink {
public:
    virtual ~TokenSink() = default;
    /// What can be done with a block whatever stands before it: called on the thread that cut it,
    /// on all of them at once, in no order.
    virtual std::unique_ptr<BlockWork> prepare(const TokenBlock& /*block*/) { return nullptr; }
    virtual void add(const TokenBlock& block) = 0;
};

/// Reads documents and hands their tokens to a sink, in memory that does not grow with the text.
/// As many threads as there are numberers, this one among them, take blocks of text in turn and cut
/// them into tokens, each with a numberer of its own. Fills in each document's `decoded` and
/// `lines`. Reports progress in bytes under `stage`, a pattern with the file's name. Throws
/// base::Cancelled, or base::FileError where a file is not what was imported.
void streamTokens(std::vector<Document>& documents, const text::TokenizerSpec& spec,
                  const char* stage, std::span<TokenNumberer* const> numberers, TokenSink& sink,
                  base::Progress& progress, const std::stop_token& stop);

} // namespace corpus
