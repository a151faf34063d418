// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/build_index.h"

#include "core/base/error.h"
#include "core/library/file_lock.h"
#include "core/library/token_files.h"

#include <chrono>
#include <thread>
#include <utility>

namespace tasks {

namespace fs = std::filesystem;

namespace {

std::optional<IndexedTokens> open(const fs::path& library, PreparedTokens tokens) {
    const fs::path path = library / library::indexPath(tokens.relativePath);
    if (!fs::exists(path))
        return std::nullopt;
    try {
        auto counts = std::make_shared<const ngram::UnboundedCounts>(
            ngram::SuffixArray(path, *tokens.cache), tokens.cache);
        return IndexedTokens{std::move(tokens), std::move(counts)};
    } catch (const base::FormatError&) { // made of tokens that were there before, or damaged
        return std::nullopt;
    }
}

/// Two who want the same index wait for each other, so that it is made once.
library::FileLock lockIndexing(const fs::path& library, const fs::path& tokenCache,
                               base::Progress& progress, const std::stop_token& stop) {
    library::FileLock lock(library::lockPath(library, "index-" + tokenCache.stem().string()));
    while (!lock.tryExclusive()) {
        base::throwIfStopped(stop);
        progress.report(
            {{NG_TEXT("core", "Waiting for another program that does the same")}, 0, 0});
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return lock;
}

} // namespace

bool hasIndex(const fs::path& library, const fs::path& tokenCache) {
    std::error_code error;
    return !tokenCache.empty() && fs::exists(library / library::indexPath(tokenCache), error);
}

std::optional<IndexedTokens> openIndex(const fs::path& library, const fs::path& tokenCache) {
    if (!hasIndex(library, tokenCache))
        return std::nullopt;
    return open(library, openTokens(library, tokenCache));
}

IndexedTokens buildIndex(const fs::path& library, const library::Model& model,
                         base::Progress& progress, const std::stop_token& stop) {
    if (model.tokenCache.empty())
        throw base::InputError({NG_TEXT("core", "The model {0} does not know the text it was made "
                                                "from. Choose a model that was trained here."),
                                {model.name}});
    const PreparedTokens tokens = openTokens(library, model.tokenCache);
    if (auto index = open(library, tokens))
        return *std::move(index);
    const auto lock = lockIndexing(library, model.tokenCache, progress, stop);
    if (auto index = open(library, tokens))
        return *std::move(index);
    const fs::path path = library / library::indexPath(model.tokenCache);
    ngram::writeSuffixArray(path, *tokens.cache, progress, stop);
    return {tokens, std::make_shared<const ngram::UnboundedCounts>(
                        ngram::SuffixArray(path, *tokens.cache), tokens.cache)};
}

} // namespace tasks
