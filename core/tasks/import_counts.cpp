// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/import_counts.h"

#include "core/base/error.h"
#include "core/library/library.h"
#include "core/ngram/ngram_model.h"
#include "core/ngram/read_counts.h"

#include <nlohmann/json.hpp>

namespace tasks {

namespace fs = std::filesystem;

namespace {

/// "web" for web.counts.gz
std::string nameOf(fs::path file) {
    file = file.filename();
    if (file.extension() == ".gz")
        file = file.stem();
    return file.stem().string();
}

} // namespace

library::Model importCounts(const CountsRequest& request, base::Progress& progress,
                            const std::stop_token& stop) {
    if (request.files.empty())
        throw base::InputError(
            base::Message{NG_TEXT("core", "No file of counts is chosen. Choose one or more.")});
    library::Library library(request.library);
    library::Model model;
    model.kind = "ngram";
    model.name = request.name.empty() ? nameOf(request.files.front()) : request.name;
    model.file = library.models().newFile("ngm");
    const fs::path file = library.folder() / model.file;
    try {
        ngram::readCounts(file, request.files, progress, stop, {request.memory, 0});
        nlohmann::json specification = ngram::EstimatorSpec{.name = "modified-kneser-ney"};
        specification["order"] = ngram::openCounts(file)->order();
        model.specification = specification.dump();
        base::throwIfStopped(stop);
        return library.models().get(library.models().add(model));
    } catch (...) {
        std::error_code ignored;
        fs::remove(file, ignored);
        throw;
    }
}

} // namespace tasks
