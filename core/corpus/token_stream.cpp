// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/token_stream.h"

namespace corpus {
namespace {

constexpr std::uint64_t reportEvery = std::uint64_t{1} << 16; // bytes

} // namespace

TokenStream::TokenStream(const std::vector<Document>& documents, const text::TokenizerSpec& spec,
                         const char* stage, base::Progress& progress, const std::stop_token& stop)
    : spec_(spec), segmenter_(spec), stage_(stage), progress_(progress), stop_(stop) {
    for (const Document& document : documents)
        total_ += document.size;
}

void TokenStream::read(Document& document, TokenSink& sink) {
    requireUnchanged(document);
    LineReader reader(document);
    document.lines = 0;
    reported_ = 0;
    tick(reader, document);
    if (spec_.unit == text::SentenceUnit::Line)
        readLines(reader, document, sink);
    else
        readWhole(reader, document, sink);
    document.decoded = reader.report();
    requireUnchanged(document); // nor while it was read
    tick(reader, document);
    done_ += document.size;
}

bool TokenStream::next(LineReader& reader, Document& document, Line& line) {
    if (reader.bytesRead() - reported_ >= reportEvery)
        tick(reader, document);
    if (!reader.next(line))
        return false;
    document.lines = line.number;
    return true;
}

void TokenStream::tick(const LineReader& reader, const Document& document) {
    base::throwIfStopped(stop_);
    reported_ = reader.bytesRead();
    progress_.report({{stage_, {document.path.filename().string()}}, done_ + reported_, total_});
}

void TokenStream::readLines(LineReader& reader, Document& document, TokenSink& sink) {
    bool open = false;
    Line line;
    const auto endLine = [&] {
        if (!open && text::isSentence(spec_.kind, 0)) {
            sink.beginLine(line);
            sink.beginSentence();
            open = true;
        }
        if (open)
            sink.endSentence();
        open = false;
    };
    line.ended = true; // no line is left open before the first
    while (next(reader, document, line)) {
        const auto& tokens = segmenter_.segment(line.text);
        if (!tokens.empty()) {
            sink.beginLine(line);
            if (!open)
                sink.beginSentence();
            open = true;
        }
        for (const std::string_view token : tokens)
            sink.token(token);
        if (line.ended)
            endLine();
    }
    if (!line.ended)
        endLine();
}

void TokenStream::readWhole(LineReader& reader, Document& document, TokenSink& sink) {
    const std::string_view lineEnd = text::lineEndToken(spec_.kind);
    bool open = false;
    Line line;
    while (next(reader, document, line)) {
        const auto& tokens = segmenter_.segment(line.text);
        const bool keepsEnd = line.ended && !lineEnd.empty();
        if (!open || keepsEnd || !tokens.empty())
            sink.beginLine(line);
        if (!open)
            sink.beginSentence();
        open = true;
        for (const std::string_view token : tokens)
            sink.token(token);
        if (keepsEnd)
            sink.token(lineEnd);
    }
    if (open)
        sink.endSentence();
}

} // namespace corpus
