// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/backoff_models.h"

#include "core/library/library.h"
#include "core/ngram/arpa_reader.h"
#include "core/tasks/open_model.h"

#include <nlohmann/json.hpp>

namespace tasks {

namespace fs = std::filesystem;

namespace {

/// Adds a model whose file `write` makes; the file goes where that fails.
template <class Write>
library::Model addTable(const fs::path& folder, library::Model model, Write write) {
    library::Library library(folder);
    model.kind = "ngram";
    model.file = library.models().newFile("ngm");
    const fs::path file = folder / model.file;
    try {
        write(file);
        model.specification = nlohmann::json{{"name", ngram::BackedOff::estimatorName},
                                             {"order", ngram::openBackoffTable(file)->order()}}
                                  .dump();
        return library.models().get(library.models().add(model));
    } catch (...) {
        std::error_code ignored;
        fs::remove(file, ignored);
        throw;
    }
}

/// A file's name without .gz and .arpa.
std::string nameOf(fs::path path) {
    if (path.extension() == ".gz")
        path.replace_extension();
    return path.stem().string();
}

} // namespace

library::Model importArpa(const fs::path& library, const fs::path& arpa, const std::string& name,
                          base::Progress& progress, const std::stop_token& stop) {
    library::Model model;
    model.name = name.empty() ? nameOf(arpa) : name;
    return addTable(library, model,
                    [&](const fs::path& file) { ngram::readArpa(arpa, file, progress, stop); });
}

PrunedModel pruneModel(const fs::path& library, std::int64_t id, const ngram::PruneSpec& spec,
                       const std::string& name, base::Progress& progress,
                       const std::stop_token& stop) {
    library::Model model = library::Library(library).models().get(id);
    const auto opened = openNgramModel(library, model);
    const std::string source = model.name;
    model.name = name.empty() ? model.name + " pruned" : name;
    ngram::Pruned pruned;
    model = addTable(library, model, [&](const fs::path& file) {
        pruned = ngram::prune(*opened, spec, file, source, progress, stop);
    });
    return {model, pruned};
}

} // namespace tasks
