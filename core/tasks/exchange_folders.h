// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/library/model_store.h"

#include <filesystem>
#include <stop_token>
#include <string>

namespace tasks {

/// A model of the Hugging Face transformers library, a folder, as a model of ours. `name` empty:
/// the folder's. On cancel or failure nothing is left behind. Throws as
/// neural::hugging_face::readFolder.
library::Model importFolder(const std::filesystem::path& library,
                            const std::filesystem::path& folder, const std::string& name,
                            base::Progress& progress, const std::stop_token& stop);

/// Writes a neural model as such a folder. Throws base::InputError where it is none, or one that
/// the transformers library does not have.
void exportFolder(const std::filesystem::path& library, const library::Model& model,
                  const std::filesystem::path& folder, base::Progress& progress,
                  const std::stop_token& stop);

} // namespace tasks
