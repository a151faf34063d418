// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/document_json.h"
#include "core/corpus/token_cache.h"
#include "core/corpus/token_cache_format.h"
#include "core/corpus/token_table.h"
#include "core/text/tokenizer_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace corpus {
namespace {

namespace format = token_cache_format;

/// Writes tokens by their numbers in the tables, until the vocabulary is known, and lines aside.
class Recorder final : public TokenSink {
public:
    Recorder(base::SectionFileWriter& file, const std::filesystem::path& beside)
        : file_(file), lines_(beside) {
        file_.beginSection(format::tokens);
    }

    void add(const TokenBlock& block) override {
        if (stretches_.empty() || stretches_.back().table != block.numberer)
            stretches_.push_back({size_, block.numberer});
        file_.writeValues(std::span<const std::uint32_t>(block.tokens));
        for (LineStart line : block.lines) {
            line.firstToken += size_;
            lines_.add(line);
        }
        size_ += block.tokens.size();
    }

    /// Replaces all numbers by ids[table][number].
    void replaceNumbers(const std::vector<std::vector<text::TokenId>>& ids,
                        const std::stop_token& stop) {
        file_.rewrite(std::size_t{1} << 20, [&](std::uint64_t offset, std::span<std::byte> bytes) {
            base::throwIfStopped(stop);
            replace(ids, offset / sizeof(text::TokenId),
                    {reinterpret_cast<text::TokenId*>(bytes.data()),
                     bytes.size() / sizeof(text::TokenId)});
        });
    }
    LineTableWriter& lines() { return lines_; }

private:
    /// From here on the numbers are of this table.
    struct Stretch {
        std::uint64_t first = 0;
        unsigned table = 0;
    };

    void replace(const std::vector<std::vector<text::TokenId>>& ids, std::uint64_t first,
                 std::span<text::TokenId> tokens) const {
        auto stretch = std::prev(std::upper_bound(
            stretches_.begin(), stretches_.end(), first,
            [](std::uint64_t wanted, const Stretch& one) { return wanted < one.first; }));
        for (std::size_t i = 0; i < tokens.size(); ++stretch) {
            const auto next = std::next(stretch);
            const std::size_t end =
                next == stretches_.end()
                    ? tokens.size()
                    : std::min<std::uint64_t>(next->first - first, tokens.size());
            const auto& own = ids[stretch->table];
            for (; i < end; ++i)
                tokens[i] = own[text::index(tokens[i])];
        }
    }

    base::SectionFileWriter& file_;
    LineTableWriter lines_;
    std::vector<Stretch> stretches_;
    std::uint64_t size_ = 0;
};

/// makeTokenizer gets the documents' tokens by rank.
template <class MakeTokenizer>
void write(const std::filesystem::path& path, const std::vector<Document>& documents,
           const text::TokenizerSpec& spec, MakeTokenizer makeTokenizer, base::Progress& progress,
           const std::stop_token& stop) {
    std::vector<Document> read = documents;
    base::SectionFileWriter file(path, format::kind);
    Recorder recorder(file, path);
    auto tables =
        tabulateTokens(read, spec, NG_TEXT("core", "Encoding {0}"), recorder, progress, stop);
    RankedTokens ranked = rankTokens(std::move(tables));
    std::vector<text::TokenId> idOfRank(ranked.tokens.size());
    const text::Tokenizer& tokenizer = makeTokenizer(ranked.tokens, idOfRank);
    std::vector<std::vector<text::TokenId>> ids;
    for (const auto& ranks : ranked.ranks) {
        auto& own = ids.emplace_back(
            std::vector{text::Vocabulary::unknown, text::Vocabulary::begin, text::Vocabulary::end});
        own.reserve(own.size() + ranks.size());
        for (const std::uint32_t rank : ranks)
            own.push_back(idOfRank[rank]);
    }
    recorder.replaceNumbers(ids, stop);
    text::writeTokenizer(file, tokenizer);
    recorder.lines().write(file, stop);
    file.addSection(format::documents, nlohmann::json(read).dump());
    base::throwIfStopped(stop);
    file.commit(base::Keep::WhileRunning); // read whole when it is opened, and made again
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
