// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/corpus/line_reader.h"
#include "core/text/line_end.h"
#include "core/text/segmenter.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace corpus {

/// Who receives a corpus as a stream of tokens.
class TokenSink {
public:
    virtual ~TokenSink() = default;
    /// What follows stands in this line (whose text may be gone).
    virtual void beginLine(const Line& line) = 0;
    virtual void beginSentence() = 0;
    virtual void token(std::string_view token) = 0;
    virtual void endSentence() = 0;
};

/// Reads documents and hands their tokens to a sink, sentence by sentence, in memory that does not
/// grow with the text. Reports progress in bytes under `stage`, a pattern with the file's name.
class TokenStream {
public:
    TokenStream(const std::vector<Document>& documents, const text::TokenizerSpec& spec,
                const char* stage, base::Progress& progress, const std::stop_token& stop);

    /// Streams one document and fills in its `decoded` and `lines`. Throws base::Cancelled, or
    /// base::FileError where the file is not what was imported.
    void read(Document& document, TokenSink& sink);

private:
    void readLines(LineReader& reader, Document& document, TokenSink& sink);
    void readWhole(LineReader& reader, Document& document, TokenSink& sink);
    bool next(LineReader& reader, Document& document, Line& line);
    void tick(const LineReader& reader, const Document& document);

    text::TokenizerSpec spec_;
    text::Segmenter segmenter_;
    const char* stage_;
    base::Progress& progress_;
    const std::stop_token& stop_;
    std::uint64_t total_ = 0;
    std::uint64_t done_ = 0;     ///< bytes of earlier documents
    std::uint64_t reported_ = 0; ///< bytes of this one
};

} // namespace corpus
