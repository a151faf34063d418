// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/library/model_store.h"
#include "core/ngram/prune.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>

namespace tasks {

/// An ARPA file as a model of the library. `name` empty: the file's. On cancel or failure nothing
/// is left behind. Throws as ngram::readArpa.
library::Model importArpa(const std::filesystem::path& library, const std::filesystem::path& arpa,
                          const std::string& name, base::Progress& progress,
                          const std::stop_token& stop);

struct PrunedModel {
    library::Model model;
    ngram::Pruned pruned;
};

/// What is left of a model of the library as another one. `name` empty: the other's name with
/// "pruned". Throws as ngram::prune.
PrunedModel pruneModel(const std::filesystem::path& library, std::int64_t model,
                       const ngram::PruneSpec& spec, const std::string& name,
                       base::Progress& progress, const std::stop_token& stop);

} // namespace tasks
