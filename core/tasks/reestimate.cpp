// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/reestimate.h"

#include "core/base/error.h"
#include "core/library/library.h"
#include "core/tasks/open_model.h"

#include <nlohmann/json.hpp>

namespace tasks {

namespace fs = std::filesystem;

library::Model reestimate(const fs::path& folder, std::int64_t model,
                          const ngram::EstimatorSpec& estimator, const std::string& name) {
    ngram::requireValid(estimator);
    library::Library library(folder);
    library::Model made = library.models().get(model);
    const auto opened = openNgramModel(folder, made);
    const unsigned order = opened->counts().order(); // says so where there are none
    const fs::path counts = folder / made.file;
    made.name = name.empty() ? made.name + " " + estimator.name : name;
    made.file = library.models().newFile("ngm");
    nlohmann::json specification = estimator;
    specification["order"] = order;
    made.specification = specification.dump();
    const fs::path file = folder / made.file;
    try {
        std::error_code failure;
        fs::create_hard_link(counts, file, failure);
        if (failure)
            fs::copy_file(counts, file);
        return library.models().get(library.models().add(made));
    } catch (const fs::filesystem_error& error) {
        throw base::FileError({NG_TEXT("core", "The file {0} cannot be written: {1}. Make room on "
                                               "the disk, or allow writing to the folder."),
                               {file.string(), error.code().message()}});
    } catch (...) {
        std::error_code ignored;
        fs::remove(file, ignored);
        throw;
    }
}

} // namespace tasks
