// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace neural {

/// The processor's cores for 0, else `wanted`.
unsigned computeThreads(unsigned wanted);

/// Readies the calling thread for LibTorch: one thread for its operators, since OpenMP's threads
/// spin and collapse beside any other busy thread. New threads inherit nothing: each calls this.
void prepareThisThread();

/// Sets how many threads matrix products use, in the whole process; returns how many they will.
unsigned setProductThreads(unsigned wanted);

/// "LibTorch 1.13.1, OpenBLAS"
std::string computeLibraries();

/// "LibTorch 1.13.1, OpenBLAS, 2 threads"
std::string describeCompute();

} // namespace neural
