// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/corpus/line_reader.h"
#include "core/text/tokenizer_spec.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

namespace corpus {

/// Gives tokens numbers, on one of the threads that cut the text.
class TokenNumberer {
public:
    virtual ~TokenNumberer() = default;
    /// Appends the number of each token.
    virtual void number(std::span<const std::string_view> tokens,
                        std::vector<std::uint32_t>& numbers) = 0;
};

/// Who receives a corpus as a stream of tokens, in the order of the text, on one thread.
class TokenSink {
public:
    virtual ~TokenSink() = default;
    virtual void beginDocument(std::size_t /*number*/) {}
    /// What follows stands in this line (whose text is gone).
    virtual void beginLine(const Line& /*line*/) {}
    virtual void beginSentence() {}
    /// Tokens that follow each other, by the numbers that one of the numberers gave them.
    virtual void tokens(std::span<const std::uint32_t> /*numbers*/, unsigned /*numberer*/) {}
    virtual void endSentence() {}
};

/// Reads documents and hands their tokens to a sink, in memory that does not grow with the text.
/// This thread reads; as many others as there are numberers cut lines into tokens, each with a
/// numberer of its own. Fills in each document's `decoded` and `lines`. Reports progress in bytes
/// under `stage`, a pattern with the file's name. Throws base::Cancelled, or base::FileError where
/// a file is not what was imported.
void streamTokens(std::vector<Document>& documents, const text::TokenizerSpec& spec,
                  const char* stage, std::span<TokenNumberer* const> numberers, TokenSink& sink,
                  base::Progress& progress, const std::stop_token& stop);

} // namespace corpus
