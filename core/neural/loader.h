// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/backend.h"
#include "core/neural/compute/blas_choice.h"

namespace neural {

/// The neural module, opened at the first call (half a second or more, once another second for the
/// choice of the BLAS: call it off the GUI thread) and kept for good. Looks for
/// ngramophone_neural.so beside the program, then in the installed place, or where the environment
/// variable NGRAMOPHONE_NEURAL_MODULE says. Thread-safe. Throws base::FileError with the loader's
/// own words where it cannot be opened.
Backend& backend();

/// Whether backend() has been called with success.
bool isLoaded();

/// Which BLAS was chosen before backend() opened the module, and why. Call backend() first.
const BlasChoice& blasChoice();

} // namespace neural
