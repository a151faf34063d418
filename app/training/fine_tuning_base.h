// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/library/model_store.h"
#include "core/library/run_store.h"
#include "core/tasks/run_start.h"

#include <string>
#include <vector>

namespace window {
class Workspace;
}

namespace training {

/// What fine-tuning can begin with: a run's network, or one that was made elsewhere and imported.
struct FineTuningBase {
    std::string name;
    tasks::StartFrom from;
    neural::RunSpec spec;
    std::vector<std::int64_t> corpora; ///< that it has learnt from
    bool hasBest = false;              ///< its run kept the checkpoint of the least loss
};

FineTuningBase baseOf(window::Workspace& workspace, const library::Run& run);

/// The neural models that no run of this library made, newest first.
std::vector<FineTuningBase> importedBases(window::Workspace& workspace);

} // namespace training
