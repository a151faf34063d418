// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace neural {

/// The processor's cores for 0, else `wanted`.
unsigned computeThreads(unsigned wanted);

/// Readies the calling thread for LibTorch: one thread for its operators, since OpenMP's threads
/// spin and collapse beside any other busy thread. New threads inherit nothing: each calls this.
void prepareThisThread();

/// Sets how many threads matrix products use: in the whole process, but of a BLAS on OpenMP in the
/// calling thread alone, whose other operators then use as many. Returns how many they will.
unsigned setProductThreads(unsigned wanted);

/// "LibTorch 1.13.1, OpenBLAS 0.3.21 (pthreads)"
std::string computeLibraries();

/// "LibTorch 1.13.1, OpenBLAS 0.3.21 (pthreads), 2 threads"
std::string describeCompute();

} // namespace neural
