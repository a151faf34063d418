// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace neural {

/// What the time of the processor's cores has gone to, in seconds since the start of something:
/// only differences say anything. Zeros where the system does not tell.
struct CoreSeconds {
    double all = 0;
    double busy = 0; ///< stolen by other machines on the same processor included
    double own = 0;  ///< this process's share of it, and its ended children's
};

CoreSeconds coreSeconds();

/// The share of the cores, 0 to 1, that others had between two moments: a load average would know
/// it a minute later.
double othersShare(const CoreSeconds& before, const CoreSeconds& after);

} // namespace neural
