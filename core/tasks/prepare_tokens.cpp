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
    if (corpora.empty())
        throw base::InputError(base::Message{
            NG_TEXT("core", "No corpus is chosen. Choose one, or import a text file.")});
    auto documents = documentsOf(library, corpora);
    const fs::path relativePath = tokensPath(documents, spec, cut);
    auto lock = lockShared(library, relativePath);
    if (fs::exists(library / relativePath)) {
        try {
            return open(library, relativePath, lockShared(library, relativePath));
        } catch (const base::FormatError&) { // made again below
        }
    }
    corpus::writeTokenCache(library / relativePath, documents, spec, cut, progress, stop);
    return open(library, relativePath, std::move(lock));
}

PreparedTokens openTokens(const fs::path& library, const fs::path& relativePath) {
    return open(library, relativePath, lockShared(library, relativePath));
}

PreparedTokens restoreTokens(const fs::path& library, const fs::path& relativePath,
                             const std::vector<std::int64_t>& corpora,
                             const std::function<const text::Tokenizer&()>& tokenizer,
                             base::Progress& progress, const std::stop_token& stop) {
    auto lock = lockShared(library, relativePath);
    if (fs::exists(library / relativePath)) {
        try {
            return open(library, relativePath, lockShared(library, relativePath));
        } catch (const base::FormatError&) { // made again below
        }
    }
    const auto documents = documentsOf(library, corpora);
    if (!relativePath.filename().string().starts_with(documentsHash(documents) + "-"))
        throw base::InputError(base::Message{
            NG_TEXT("core", "The tokens of this run are gone and its corpora have been changed or "
                            "removed since, so that it cannot go on. Start a new run.")});
    corpus::writeTokenCache(library / relativePath, documents, tokenizer(), progress, stop);
    return open(library, relativePath, std::move(lock));
}

} // namespace tasks
