// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/library/model_store.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace tasks {

struct CountsRequest {
    std::filesystem::path library;
    std::vector<std::filesystem::path> files; ///< of one set of counts, as ngram::readCounts reads
    std::string name;                         ///< empty: the first file's
    /// Bytes for what is sorted at a time; 0 for all at once.
    std::uint64_t memory = std::uint64_t{2} << 30;
};

/// Makes an n-gram model of counts that were made elsewhere, estimated by modified Kneser-Ney; any
/// other estimator comes from it by reestimate(). It has no tokens, so that the lines behind an
/// n-gram cannot be shown. On cancel or failure nothing is left behind.
library::Model importCounts(const CountsRequest& request, base::Progress& progress,
                            const std::stop_token& stop);

} // namespace tasks
