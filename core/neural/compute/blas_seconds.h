// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace neural {

/// What products such as training's take in a build of the BLAS. A run's steps are in whichever
/// layout is the quicker for it: both count.
struct BlasSeconds {
    double sideBySide = 0; ///< a product on each core, all at once
    double together = 0;   ///< as many, one after another, each on all cores

    double both() const { return sideBySide + together; }
    bool operator==(const BlasSeconds&) const = default;
};

} // namespace neural
