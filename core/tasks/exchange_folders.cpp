// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tasks/exchange_folders.h"

#include "core/base/error.h"
#include "core/library/library.h"
#include "core/neural/backend.h"
#include "core/neural/checkpoints/hugging_face/folder.h"

#include <nlohmann/json.hpp>

namespace tasks {

namespace fs = std::filesystem;

library::Model importFolder(const fs::path& library, const fs::path& folder,
                            const std::string& name, base::Progress& progress,
                            const std::stop_token& stop) {
    library::Library opened(library);
    library::Model model;
    model.kind = "neural";
    model.name = name;
    if (model.name.empty()) // of "gpt2/" too
        model.name = (folder / "").parent_path().filename().string();
    model.file = opened.models().newFile("ngc");
    const fs::path file = library / model.file;
    try {
        neural::hugging_face::readFolder(folder, file, progress, stop);
        model.specification = nlohmann::json(neural::readCheckpointInfo(file).spec).dump();
        base::throwIfStopped(stop);
        return opened.models().get(opened.models().add(model));
    } catch (...) {
        std::error_code ignored;
        fs::remove(file, ignored);
        throw;
    }
}

void exportFolder(const fs::path& library, const library::Model& model, const fs::path& folder,
                  base::Progress& progress, const std::stop_token& stop) {
    if (model.kind != "neural")
        throw base::InputError({NG_TEXT("core", "The model {0} is no neural network. Choose one "
                                                "that is."),
                                {model.name}});
    neural::hugging_face::writeFolder(library / model.file, folder, progress, stop);
}

} // namespace tasks
