// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace neural {

/// Where builds of the BLAS are looked for, and how the quickest of them is found.
struct BlasSearch {
    std::vector<std::filesystem::path> folders; ///< where the system's loader looks, in its order
    std::filesystem::path timing;               ///< the program that times a build
    std::filesystem::path memory;               ///< of the choices made; empty: there is none
    std::string machine;                        ///< that the measurements are of
    std::string named;        ///< a library's path, or "default": who names one has chosen
    unsigned limit = 2;       ///< seconds for opening a build, and as many for timing it
    double mostOthers = 0.15; ///< the share of the cores that others may have while it is measured
};

/// The search on this machine: the loader's folders, the timing program beside the neural module,
/// a file in the cache folder ($XDG_CACHE_HOME, else ~/.cache), and NGRAMOPHONE_BLAS's value. No
/// folders where there is nothing to be chosen: LibTorch needs no libblas.so.3, or the process has
/// a BLAS already.
BlasSearch usualBlasSearch(const std::filesystem::path& module);

/// The builds there are, by their real paths: first the one that the loader would take, then those
/// in the folders beside it. Empty where the loader would find none.
std::vector<std::filesystem::path> findBlasBuilds(const BlasSearch& search);

} // namespace neural
