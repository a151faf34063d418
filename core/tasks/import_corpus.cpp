// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/import_corpus.h"

#include "core/base/file.h"
#include "core/corpus/frequencies.h"
#include "core/library/library.h"

#include <memory>
#include <optional>
#include <string_view>

namespace tasks {

namespace fs = std::filesystem;

namespace {

/// Pages show the frequencies by these tokens until a person trains with others.
const text::TokenizerSpec frequencySpec{};

std::string nameFor(const fs::path& path) {
    const fs::path plain = fs::absolute(path / "").parent_path(); // without a slash at its end
    const std::string stem =
        fs::is_directory(plain) ? plain.filename().string() : plain.stem().string();
    return stem.empty() ? plain.string() : stem;
}

std::vector<fs::path> absolutePaths(const std::vector<fs::path>& paths) {
    std::vector<fs::path> all;
    for (const fs::path& path : paths)
        all.push_back(fs::absolute(path).lexically_normal());
    return all;
}

std::string lockName(std::int64_t corpus) {
    return "import-" + std::to_string(corpus);
}

/// The library's copy of the sample; true where it had to be written.
bool writeSample(const fs::path& file, std::string_view sample) {
    std::error_code error;
    if (fs::file_size(file, error) == sample.size() && !error && base::readFile(file) == sample)
        return false;
    fs::create_directories(file.parent_path(), error);
    base::AtomicFile copy(file);
    copy.write(sample);
    copy.commit();
    return true;
}

std::optional<library::Corpus> corpusOfFile(library::Library& library, const fs::path& file) {
    for (const library::Corpus& corpus : library.corpora().list()) {
        if (corpus.documentCount != 1)
            continue;
        const auto documents = library.corpora().documents(corpus.id);
        if (!documents.empty() && documents.front().path == file)
            return corpus;
    }
    return std::nullopt;
}

} // namespace

library::Corpus importCorpus(const ImportRequest& request,
                             const std::function<void(std::int64_t)>& onRegistered,
                             base::Progress& progress, const std::stop_token& stop) {
    if (request.paths.empty())
        throw base::InputError(
            base::Message{NG_TEXT("core", "Nothing to import. Choose a text file or a folder.")});
    progress.report({{NG_TEXT("core", "Looking for text files")}, 0, 0});
    auto documents = corpus::findDocuments(absolutePaths(request.paths), request.encoding);
    base::throwIfStopped(stop);

    library::Library library(request.library);
    std::unique_ptr<library::WorkLock> lock;
    const std::string name = request.name.empty() ? nameFor(request.paths.front()) : request.name;
    const std::int64_t id = library.corpora().add(name, documents, [&](std::int64_t added) {
        lock = std::make_unique<library::WorkLock>(library.folder(), lockName(added));
    });
    try {
        if (onRegistered)
            onRegistered(id);
        const auto frequencies = corpus::countTokens(documents, frequencySpec, progress, stop);
        base::throwIfStopped(stop);
        library.corpora().finish(id, documents, frequencies);
        return library.corpora().get(id);
    } catch (...) {
        try {
            library.corpora().remove(id);
        } catch (const base::Error&) { // the first failure is the one to tell; recover() removes it
        }
        throw;
    }
}

library::Corpus reimportCorpus(const fs::path& folder, std::int64_t corpus,
                               const std::string& encoding, base::Progress& progress,
                               const std::stop_token& stop) {
    library::Library library(folder);
    std::vector<fs::path> paths;
    for (const corpus::Document& document : library.corpora().documents(corpus))
        paths.push_back(document.path);
    const library::WorkLock lock(library.folder(), lockName(corpus));
    auto documents = corpus::findDocuments(paths, encoding);
    const auto frequencies = corpus::countTokens(documents, frequencySpec, progress, stop);
    base::throwIfStopped(stop);
    library.corpora().finish(corpus, documents, frequencies);
    return library.corpora().get(corpus);
}

library::Corpus importSample(const fs::path& folder, std::string_view sample,
                             base::Progress& progress, const std::stop_token& stop) {
    library::Library library(folder);
    const fs::path file = library.folder() / "samples" / (std::string(sampleName) + ".txt");
    const bool written = writeSample(file, sample);
    if (const auto known = corpusOfFile(library, file)) {
        if (!written && known->ready)
            return *known;
        if (!library::WorkLock::isHeld(library.folder(), lockName(known->id)))
            return reimportCorpus(folder, known->id, "UTF-8", progress, stop);
        return *known; // another program is at it just now
    }
    return importCorpus({library.folder(), {file}, sampleName, "UTF-8"}, {}, progress, stop);
}

} // namespace tasks
