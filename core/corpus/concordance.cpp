// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/concordance.h"

#include "core/corpus/line_ends.h"
#include "core/corpus/line_reader.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace corpus {
namespace {

constexpr std::size_t stopEvery = std::size_t{1} << 20; // tokens
constexpr std::size_t contextBytes = 120;               // shown on each side of the n-gram

// The documents that still are what was imported, opened once.
class Sources {
public:
    explicit Sources(const TokenCache& cache) : cache_(cache) {}

    /// The line, decoded; nothing where its file is gone or changed.
    std::optional<std::string> line(const LineStart& start) {
        const Document& document = cache_.documents()[start.document];
        try {
            auto place = files_.find(start.document);
            if (place == files_.end()) {
                place = files_.emplace(start.document, std::nullopt).first;
                requireUnchanged(document);
                place->second.emplace(document.path);
            }
            if (!place->second)
                return std::nullopt;
            return read(*place->second, document, start.byteOffset);
        } catch (const base::FileError&) {
            return std::nullopt;
        }
    }

private:
    static std::string read(const base::InputFile& file, const Document& document,
                            std::uint64_t offset) {
        std::string bytes(LineReader::longestLine, '\0');
        bytes.resize(file.readAt(offset, std::as_writable_bytes(std::span(bytes))));
        if (const auto end = LineEnds(document.encoding).find(bytes, 0))
            bytes.resize(end->begin);
        return text::decodeAll(std::as_bytes(std::span(bytes)), document.encoding);
    }

    const TokenCache& cache_;
    std::map<std::uint32_t, std::optional<base::InputFile>> files_;
};

bool isContinuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// Cuts the text to what can be read beside the n-gram.
void shorten(Occurrence& occurrence) {
    std::string& text = occurrence.text;
    std::size_t end = std::min(text.size(), occurrence.end + contextBytes);
    while (end < text.size() && isContinuation(text[end]))
        ++end;
    if (end < text.size()) {
        text.resize(end);
        text += "…";
    }
    std::size_t begin = occurrence.begin - std::min(occurrence.begin, contextBytes);
    while (begin > 0 && isContinuation(text[begin]))
        --begin;
    if (begin > 0) {
        const std::string_view mark = "…";
        text.replace(0, begin, mark);
        const bool known = occurrence.end > occurrence.begin;
        occurrence.begin = known ? occurrence.begin - begin + mark.size() : 0;
        occurrence.end = known ? occurrence.end - begin + mark.size() : 0;
    }
}

Occurrence describe(const TokenCache& cache, const text::Tokenizer& tokenizer, Sources& sources,
                    std::span<const text::TokenId> ngram, std::uint64_t position) {
    const LineStart& start = cache.lineOf(position);
    Occurrence occurrence;
    occurrence.document = cache.documents()[start.document].path;
    occurrence.line = start.line;
    occurrence.byteOffset = start.byteOffset;
    auto text = sources.line(start);
    occurrence.available = text.has_value();
    if (!text)
        return occurrence;
    occurrence.text = std::move(*text);

    // The line's tokens are encoded again; the n-gram's first ordinary one is as many of them on as
    // it is in the cache. What goes on in later lines is not shown.
    const auto spans = tokenizer.encodeWithSpans(occurrence.text);
    const auto before = cache.tokens().subspan(start.firstToken, position - start.firstToken);
    auto place = static_cast<std::size_t>(
        std::count_if(before.begin(), before.end(), [](text::TokenId token) {
            return token != text::Vocabulary::begin && token != text::Vocabulary::end;
        }));
    for (const text::TokenId token : ngram) {
        if (token == text::Vocabulary::begin || token == text::Vocabulary::end)
            continue;
        if (place >= spans.size() || spans[place].id != token)
            break;
        if (occurrence.end == 0)
            occurrence.begin = spans[place].begin;
        occurrence.end = std::max(occurrence.end, spans[place].end);
        ++place;
    }
    shorten(occurrence);
    return occurrence;
}

} // namespace

Occurrences findOccurrences(const TokenCache& cache, const text::Tokenizer& tokenizer,
                            std::span<const text::TokenId> ngram, std::size_t limit,
                            const std::stop_token& stop) {
    Occurrences found;
    const auto tokens = cache.tokens();
    if (ngram.empty() || ngram.size() > tokens.size())
        return found;
    Sources sources(cache);
    const std::size_t last = tokens.size() - ngram.size();
    for (std::size_t i = 0; i <= last; ++i) {
        if (i % stopEvery == 0)
            base::throwIfStopped(stop);
        if (tokens[i] != ngram.front() ||
            !std::equal(ngram.begin(), ngram.end(),
                        tokens.begin() + static_cast<std::ptrdiff_t>(i)))
            continue;
        if (found.total++ < limit)
            found.lines.push_back(describe(cache, tokenizer, sources, ngram, i));
    }
    return found;
}

std::vector<Occurrence> linesAt(const TokenCache& cache, const text::Tokenizer& tokenizer,
                                std::span<const text::TokenId> ngram,
                                const std::vector<std::uint64_t>& places,
                                const std::stop_token& stop) {
    Sources sources(cache);
    std::vector<Occurrence> lines;
    lines.reserve(places.size());
    for (const std::uint64_t place : places) {
        base::throwIfStopped(stop);
        lines.push_back(describe(cache, tokenizer, sources, ngram, place));
    }
    return lines;
}

} // namespace corpus
