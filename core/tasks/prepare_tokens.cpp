// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/prepare_tokens.h"

#include "core/library/corpus_store.h"
#include "core/library/library.h"
#include "core/library/token_files.h"
#include "core/tasks/token_names.h"
#include "core/text/tokenizer_file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <optional>
#include <utility>
#include <xxhash.h>

namespace tasks {

namespace fs = std::filesystem;

namespace {

/// A cache that nobody removes while it is in use.
struct Held {
    library::FileLock lock;
    corpus::TokenCache cache;
};

PreparedTokens open(const fs::path& folder, const fs::path& relativePath, library::FileLock lock) {
    auto held = std::make_shared<const Held>(
        Held{std::move(lock), corpus::TokenCache(folder / relativePath)});
    auto tokenizer =
        std::make_shared<const text::Tokenizer>(text::readTokenizer(held->cache.file()));
    return {std::move(tokenizer), std::shared_ptr<const corpus::TokenCache>(held, &held->cache),
            relativePath};
}

library::FileLock lockShared(const fs::path& folder, const fs::path& relativePath) {
    auto lock = library::tokenFileLock(folder, relativePath);
    lock.lockShared();
    return lock;
}

/// Opens the cache where it is there and sound; else `write` makes it first.
template <class Write>
PreparedTokens prepare(const fs::path& folder, const fs::path& relativePath, Write write) {
    auto lock = lockShared(folder, relativePath);
    if (fs::exists(folder / relativePath)) {
        try {
            return open(folder, relativePath, lockShared(folder, relativePath));
        } catch (const base::FormatError&) { // made again below
        }
    }
    write(folder / relativePath);
    return open(folder, relativePath, std::move(lock));
}

void requireChosen(const std::vector<std::int64_t>& corpora) {
    if (corpora.empty())
        throw base::InputError(base::Message{
            NG_TEXT("core", "No corpus is chosen. Choose one, or import a text file.")});
}

std::string hash(const std::string& text) {
    return fmt::format("{:016x}", XXH3_64bits(text.data(), text.size()));
}

} // namespace

std::string documentsHash(const std::vector<corpus::Document>& documents) {
    std::string all;
    for (const corpus::Document& document : documents)
        all += fmt::format("{} {} {} {}\n", document.size, document.modified, document.encoding,
                           document.path.string());
    return hash(all);
}

fs::path tokensPath(const std::vector<corpus::Document>& documents, const text::TokenizerSpec& spec,
                    const text::VocabularyCut& cut) {
    const std::string how =
        fmt::format("{} {} {}", nlohmann::json(spec).dump(), cut.maximumSize, cut.minimumCount);
    return fs::path("tokens") / (documentsHash(documents) + "-" + hash(how) + ".tokens");
}

std::vector<corpus::Document> documentsOf(const fs::path& folder,
                                          const std::vector<std::int64_t>& corpora) {
    library::Library library(folder);
    std::vector<corpus::Document> documents;
    for (const std::int64_t id : corpora) {
        const library::Corpus corpus = library.corpora().get(id);
        if (!corpus.ready)
            throw base::InputError({NG_TEXT("core", "The corpus {0} is still being imported. Wait "
                                                    "until it is ready."),
                                    {corpus.name}});
        for (corpus::Document& document : library.corpora().documents(id)) {
            corpus::requireUnchanged(document);
            documents.push_back(std::move(document));
        }
    }
    return documents;
}

PreparedTokens prepareTokens(const fs::path& library, const std::vector<std::int64_t>& corpora,
                             const text::TokenizerSpec& spec, const text::VocabularyCut& cut,
                             base::Progress& progress, const std::stop_token& stop) {
    requireChosen(corpora);
    const auto documents = documentsOf(library, corpora);
    return prepare(library, tokensPath(documents, spec, cut), [&](const fs::path& path) {
        corpus::writeTokenCache(path, documents, spec, cut, progress, stop);
    });
}

PreparedTokens prepareTokens(const fs::path& library, const std::vector<std::int64_t>& corpora,
                             const text::Tokenizer& tokenizer, base::Progress& progress,
                             const std::stop_token& stop) {
    requireChosen(corpora);
    const auto documents = documentsOf(library, corpora);
    std::string how = fmt::format("{} {}", nlohmann::json(tokenizer.spec()).dump(),
                                  tokenizer.vocabulary().unknownCount());
    for (std::size_t id = 0; id < tokenizer.vocabulary().size(); ++id)
        how += fmt::format("\n{}", tokenizer.vocabulary().token(text::tokenId(id)));
    const fs::path relativePath =
        fs::path("tokens") / (documentsHash(documents) + "-" + hash(how) + ".tokens");
    return prepare(library, relativePath, [&](const fs::path& path) {
        corpus::writeTokenCache(path, documents, tokenizer, progress, stop);
    });
}

PreparedTokens openTokens(const fs::path& library, const fs::path& relativePath) {
    return open(library, relativePath, lockShared(library, relativePath));
}

PreparedTokens restoreTokens(const fs::path& library, const fs::path& relativePath,
                             const std::vector<std::int64_t>& corpora,
                             const std::function<const text::Tokenizer&()>& tokenizer,
                             base::Progress& progress, const std::stop_token& stop) {
    return prepare(library, relativePath, [&](const fs::path& path) {
        const auto documents = documentsOf(library, corpora);
        if (!relativePath.filename().string().starts_with(documentsHash(documents) + "-"))
            throw base::InputError(base::Message{
                NG_TEXT("core", "The tokens of this run are gone and its corpora have been changed "
                                "or removed since, so that it cannot go on. Start a new run.")});
        corpus::writeTokenCache(path, documents, tokenizer(), progress, stop);
    });
}

} // namespace tasks
