// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/concordance.h"
#include "core/ngram/ngram_model.h"
#include "core/ngram/overlap.h"
#include "core/text/tokenizer_file.h"
#include "tests/fuzz/kinds.h"

#include <fstream>
#include <memory>

namespace fuzz {

namespace {

namespace fs = std::filesystem;

/// A text's tokens and their index.
struct Indexed {
    fs::path tokens;
    fs::path index;
    std::shared_ptr<const corpus::TokenCache> cache;
};

std::shared_ptr<const Indexed> makeIndexed(const fs::path& folder) {
    auto indexed = std::make_shared<Indexed>();
    indexed->tokens = folder / "original.tokens";
    indexed->index = folder / "original.suffixes";
    std::ofstream(folder / "text.txt") << "a b a c\nb a b a\n\nd a b\n";
    base::NoProgress progress;
    corpus::writeTokenCache(indexed->tokens, corpus::findDocuments({folder / "text.txt"}),
                            text::TokenizerSpec{text::TokenizerKind::Whitespace}, {}, progress, {});
    indexed->cache = std::make_shared<const corpus::TokenCache>(indexed->tokens);
    ngram::writeSuffixArray(indexed->index, *indexed->cache, progress, {});
    return indexed;
}

std::vector<text::TokenId> someTokens(std::size_t vocabularySize, Random& random) {
    std::vector<text::TokenId> tokens;
    for (std::size_t length = below(random, 4); length > 0; --length)
        tokens.push_back(text::tokenId(below(random, vocabularySize)));
    return tokens;
}

void useIndex(const fs::path& path, const std::shared_ptr<const corpus::TokenCache>& cache,
              Random& random) {
    const ngram::UnboundedCounts counts(ngram::SuffixArray(path, *cache), cache);
    const text::Tokenizer tokenizer = text::readTokenizer(cache->file());
    for (int i = 0; i < 8; ++i) {
        const auto ngram = someTokens(tokenizer.vocabulary().size(), random);
        counts.places(counts.find(ngram), 3, {});
        counts.next(ngram, {});
        counts.infiniGram(ngram, {});
        counts.stretches(ngram, {});
        counts.matchesFrom(ngram, {});
    }
    const auto ngram = someTokens(tokenizer.vocabulary().size(), random);
    if (!ngram.empty())
        counts.occurrences(tokenizer, ngram, 2, {});
    ngram::overlapOf(counts, tokenizer, "b a b\nd a c a\n", 2, 3, {});
}

void useCache(const fs::path& path, Random& random) {
    const corpus::TokenCache cache(path);
    const text::Tokenizer tokenizer = text::readTokenizer(cache.file());
    for (std::uint64_t i = 0; i < cache.tokens().size(); ++i)
        cache.lineOf(i);
    tokenizer.decode(cache.tokens());
    const auto ngram = someTokens(tokenizer.vocabulary().size(), random);
    if (!ngram.empty())
        corpus::findOccurrences(cache, tokenizer, ngram, 2, {});
    if (random() % 16 != 0) // what follows takes longer than all the rest
        return;
    base::NoProgress progress;
    ngram::writeCounts(path.parent_path() / "counted.ngm", cache, tokenizer, 2, progress, {});
    const fs::path index = path.parent_path() / "indexed.suffixes";
    ngram::writeSuffixArray(index, cache, progress, {});
    useIndex(index, std::make_shared<const corpus::TokenCache>(path), random);
}

} // namespace

Kind tokenCaches(const fs::path& folder) {
    const auto indexed = makeIndexed(folder);
    return {"token cache", 1, {readContents(indexed->tokens)}, useCache};
}

Kind corpusIndexes(const fs::path& folder) {
    const auto indexed = makeIndexed(folder);
    return {"corpus index",
            1,
            {readContents(indexed->index)},
            [indexed](const fs::path& path, Random& random) {
                useIndex(path, indexed->cache, random);
            }};
}

} // namespace fuzz
