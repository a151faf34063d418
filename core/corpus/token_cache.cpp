// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/token_cache.h"

#include "core/base/parallel.h"
#include "core/corpus/document_json.h"
#include "core/corpus/token_cache_format.h"
#include "core/text/tokenizer_file.h"

#include <nlohmann/json.hpp>

namespace corpus {
namespace {

namespace format = token_cache_format;

[[noreturn]] void failAsDamaged(const std::filesystem::path& path, const char* section) {
    throw base::FormatError({NG_TEXT("core", "The token cache {0} is damaged in its section "
                                             "“{1}”. Remove it; it is then made again."),
                             {path.string(), section}});
}

// Readers index arrays with what stands here, so that it must hold what the header promises.
// Returns the number of sentences.
std::uint64_t checkTokens(std::span<const text::TokenId> tokens, std::size_t vocabularySize,
                          const std::filesystem::path& path) {
    std::uint64_t sentences = 0;
    bool open = false;
    for (const text::TokenId token : tokens) {
        const bool begins = token == text::Vocabulary::begin;
        if (text::index(token) >= vocabularySize || begins == open)
            failAsDamaged(path, format::tokens);
        sentences += begins ? 1 : 0;
        open = token != text::Vocabulary::end;
    }
    if (open)
        failAsDamaged(path, format::tokens);
    return sentences;
}

} // namespace

TokenCache::TokenCache(const std::filesystem::path& path)
    : file_(path, format::kind, base::SectionFile::Check::TableOnly),
      tokens_(file_.values<text::TokenId>(format::tokens)),
      lines_(file_) {
    try {
        documents_ =
            nlohmann::json::parse(file_.text(format::documents)).get<std::vector<Document>>();
    } catch (const nlohmann::json::exception&) {
        failAsDamaged(path, format::documents);
    }
    const text::Tokenizer tokenizer = text::readTokenizer(file_);
    base::runInParallel(2, [&](unsigned thread) {
        if (thread == 0)
            file_.verify({});
        else
            sentences_ = checkTokens(tokens_, tokenizer.vocabulary().size(), path);
    });
    if (!lines_.isSound(tokens_.size(), documents_.size()))
        failAsDamaged(path, "line-groups");
}

} // namespace corpus
