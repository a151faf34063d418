// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/library/model_store.h"
#include "core/ngram/estimator.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace tasks {

/// Another model from the counts of one that is in the library: nothing is counted again, and the
/// counts stand on the disk once (a second name for the same file, where the file system has such;
/// else a copy). `name` empty: the other's name with the estimator's. Throws base::InputError where
/// the model is no n-gram model.
library::Model reestimate(const std::filesystem::path& library, std::int64_t model,
                          const ngram::EstimatorSpec& estimator, const std::string& name);

} // namespace tasks
