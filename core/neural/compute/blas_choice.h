// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/compute/blas_search.h"
#include "core/neural/compute/blas_seconds.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace neural {

/// A build of the BLAS: a libblas.so.3 by its real path.
struct BlasBuild {
    std::filesystem::path library;
    std::optional<BlasSeconds> seconds = {}; ///< none where it was not measured, or cannot be used

    bool operator==(const BlasBuild&) const = default;
};

/// Why a build was chosen.
enum class BlasReason {
    NoOther,    ///< there is at most one to choose from
    Named,      ///< by the person
    Measured,   ///< just now
    Remembered, ///< it was measured earlier
    Busy,       ///< the machine is: the loader's own is taken, and nothing is remembered
};

struct BlasChoice {
    std::filesystem::path library; ///< to open; empty: the one that the loader finds by itself
    BlasReason reason = BlasReason::NoOther;
    std::vector<BlasBuild> builds = {}; ///< the loader's own first
};

/// Chooses by what is remembered, else by measuring each in a process of its own, 0.3 seconds for
/// most. The loader's own is kept where none is clearly quicker. Blocks meanwhile.
BlasChoice chooseBlas(const BlasSearch& search);

} // namespace neural
