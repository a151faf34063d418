// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/spill_file.h"
#include "core/corpus/document_json.h"
#include "core/corpus/token_cache.h"
#include "core/corpus/token_cache_format.h"
#include "core/corpus/token_table.h"
#include "core/text/tokenizer_file.h"

#include <nlohmann/json.hpp>

#include <optional>

namespace corpus {
namespace {

namespace format = token_cache_format;

/// Keeps the stream aside on disk until the vocabulary is known: tokens by their numbers in the
/// tables, counted from the first ordinary id, and lines.
class Recorder final : public TokenSink {
public:
    explicit Recorder(const std::filesystem::path& beside) : numbers_(beside), lines(beside) {}

    void beginDocument(std::size_t number) override {
        document_ = static_cast<std::uint32_t>(number);
    }
    void beginLine(const Line& line) override {
        const LineStart start{size_, line.byteOffset, document_,
                              static_cast<std::uint32_t>(line.number)};
        lines.write(std::as_bytes(std::span(&start, 1)));
    }
    void beginSentence() override { addBoundary(text::Vocabulary::begin); }
    void tokens(std::span<const std::uint32_t> numbers, unsigned table) override {
        if (stretches_.empty() || stretches_.back().table != table)
            stretches_.push_back({size_, table});
        for (const std::uint32_t number : numbers)
            buffer_.push_back(number + static_cast<std::uint32_t>(text::Vocabulary::specialCount));
        size_ += numbers.size();
        flushIfFull();
    }
    void endSentence() override { addBoundary(text::Vocabulary::end); }

    /// Writes all tokens, numbers replaced by ids[table][number].
    void writeTokens(const std::vector<std::vector<text::TokenId>>& ids,
                     base::SectionFileWriter& file, const std::stop_token& stop) {
        flush();
        const auto bytes = numbers_.map();
        const std::span all(reinterpret_cast<const std::uint32_t*>(bytes.data()), size_);
        std::vector<text::TokenId> block;
        std::size_t stretch = 0;
        for (std::size_t i = 0; i < all.size(); ++i) {
            while (stretch + 1 < stretches_.size() && stretches_[stretch + 1].first <= i)
                ++stretch;
            const std::uint32_t number = all[i];
            block.push_back(
                number < text::Vocabulary::specialCount
                    ? text::tokenId(number)
                    : ids[stretches_[stretch].table][number - text::Vocabulary::specialCount]);
            if (block.size() == blockSize || i + 1 == all.size()) {
                base::throwIfStopped(stop);
                file.writeValues(std::span<const text::TokenId>(block));
                block.clear();
            }
        }
    }
    std::uint64_t size() const { return size_; }

private:
    /// From here on the numbers are of this table.
    struct Stretch {
        std::uint64_t first = 0;
        unsigned table = 0;
    };
    static constexpr std::size_t blockSize = std::size_t{1} << 16;

    void addBoundary(text::TokenId id) {
        buffer_.push_back(static_cast<std::uint32_t>(id));
        ++size_;
        flushIfFull();
    }
    void flushIfFull() {
        if (buffer_.size() >= blockSize)
            flush();
    }
    void flush() {
        numbers_.write(std::as_bytes(std::span(buffer_)));
        buffer_.clear();
    }

    base::SpillFile numbers_;
    std::vector<std::uint32_t> buffer_;
    std::vector<Stretch> stretches_;
    std::uint64_t size_ = 0;
    std::uint32_t document_ = 0;

public:
    base::SpillFile lines;
};

void copySection(base::SpillFile& from, base::SectionFileWriter& to, const std::stop_token& stop) {
    std::vector<std::byte> block(std::size_t{1} << 18);
    for (std::uint64_t offset = 0; offset < from.size();) {
        base::throwIfStopped(stop);
        const std::size_t got = from.readAt(offset, block);
        to.write(std::span(block).first(got));
        offset += got;
    }
}

/// makeTokenizer gets the documents' tokens by rank.
template <class MakeTokenizer>
void write(const std::filesystem::path& path, const std::vector<Document>& documents,
           const text::TokenizerSpec& spec, MakeTokenizer makeTokenizer, base::Progress& progress,
           const std::stop_token& stop) {
    std::vector<Document> read = documents;
    Recorder recorder(path);
    auto tables =
        tabulateTokens(read, spec, NG_TEXT("core", "Encoding {0}"), recorder, progress, stop);
    RankedTokens ranked = rankTokens(std::move(tables));
    std::vector<text::TokenId> idOfRank(ranked.tokens.size());
    const text::Tokenizer& tokenizer = makeTokenizer(ranked.tokens, idOfRank);
    std::vector<std::vector<text::TokenId>> ids;
    for (const auto& ranks : ranked.ranks) {
        auto& own = ids.emplace_back();
        for (const std::uint32_t rank : ranks)
            own.push_back(idOfRank[rank]);
    }
    base::SectionFileWriter file(path, format::kind);
    text::writeTokenizer(file, tokenizer);
    file.beginSection(format::tokens);
    recorder.writeTokens(ids, file, stop);
    file.beginSection(format::lines);
    copySection(recorder.lines, file, stop);
    file.addSection(format::documents, nlohmann::json(read).dump());
    base::throwIfStopped(stop);
    file.commit();
}

} // namespace

void writeTokenCache(const std::filesystem::path& path, const std::vector<Document>& documents,
                     const text::Tokenizer& tokenizer, base::Progress& progress,
                     const std::stop_token& stop) {
    write(
        path, documents, tokenizer.spec(),
        [&](const std::vector<text::TokenCount>& tokens,
            std::vector<text::TokenId>& idOfRank) -> const text::Tokenizer& {
            for (std::size_t rank = 0; rank < tokens.size(); ++rank)
                idOfRank[rank] = tokenizer.vocabulary().find(tokens[rank].token);
            return tokenizer;
        },
        progress, stop);
}

text::Tokenizer writeTokenCache(const std::filesystem::path& path,
                                const std::vector<Document>& documents,
                                const text::TokenizerSpec& spec, const text::VocabularyCut& cut,
                                base::Progress& progress, const std::stop_token& stop) {
    std::optional<text::Tokenizer> made;
    write(
        path, documents, spec,
        [&](std::vector<text::TokenCount>& tokens,
            std::vector<text::TokenId>& idOfRank) -> const text::Tokenizer& {
            if (tokens.empty())
                throw base::InputError(
                    base::Message{NG_TEXT("core", "The chosen corpora hold no tokens. Choose one "
                                                  "that contains text.")});
            made.emplace(spec, text::Vocabulary(std::move(tokens), cut));
            // Ids follow the ranks; what was cut off the end is unknown.
            const std::size_t kept = made->vocabulary().size() - text::Vocabulary::specialCount;
            for (std::size_t rank = 0; rank < idOfRank.size(); ++rank)
                idOfRank[rank] = rank < kept ? text::tokenId(rank + text::Vocabulary::specialCount)
                                             : text::Vocabulary::unknown;
            return *made;
        },
        progress, stop);
    return std::move(*made);
}

} // namespace corpus
