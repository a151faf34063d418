// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training/fine_tuning_base.h"

#include "app/window/workspace.h"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace training {

FineTuningBase baseOf(window::Workspace& workspace, const library::Run& run) {
    FineTuningBase base;
    base.name = run.name;
    base.from.run = run.id;
    base.spec = run.spec;
    base.corpora = run.corpora;
    base.hasBest = std::filesystem::exists(
        neural::bestCheckpoint(workspace.library().runs().checkpoint(run.id)));
    return base;
}

std::vector<FineTuningBase> importedBases(window::Workspace& workspace) {
    std::vector<FineTuningBase> bases;
    for (const library::Model& model : workspace.library().models().list()) {
        if (model.kind != "neural" || model.run)
            continue;
        FineTuningBase base;
        base.name = model.name;
        base.from.model = model.id;
        base.spec = nlohmann::json::parse(model.specification).get<neural::RunSpec>();
        base.corpora = model.corpora;
        bases.push_back(std::move(base));
    }
    return bases;
}

} // namespace training
