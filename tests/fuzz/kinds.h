// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/fuzz/variation.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace fuzz {

/// A kind of file to try. A further one is a function that returns this, and its name in
/// allKinds().
struct Kind {
    std::string name;
    unsigned share = 1;              ///< of the variations, beside the other kinds'
    std::vector<Contents> originals; ///< sound files, small ones
    /// Opens a file and reads all that can be read of it. Throws base::Error where it is refused;
    /// anything else that leaves this is a fault.
    std::function<void(const std::filesystem::path&, Random&)> use;
};

/// Originals are made in `folder`, which must last as long as the kinds.
Kind ngramModels(const std::filesystem::path& folder);
Kind backoffTables(const std::filesystem::path& folder);
Kind tokenCaches(const std::filesystem::path& folder);
Kind corpusIndexes(const std::filesystem::path& folder);

inline std::vector<Kind> allKinds(const std::filesystem::path& folder) {
    return {ngramModels(folder), backoffTables(folder), tokenCaches(folder), corpusIndexes(folder)};
}

} // namespace fuzz
