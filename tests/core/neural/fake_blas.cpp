// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <cstdlib>
#include <thread>

// Builds of a BLAS that compute nothing, in a time of their own: see CMakeLists.txt.

#ifndef FAKE_WITHOUT_PRODUCTS
extern "C" void sgemm_(const char*, const char*, const int*, const int*, const int*, const float*,
                       const float*, const int*, const float*, const int*, const float*, float*,
                       const int*) {
#ifdef FAKE_CRASHES
    std::abort();
#endif
    std::this_thread::sleep_for(std::chrono::microseconds(FAKE_MICROSECONDS));
}
#endif

#ifdef FAKE_OPENBLAS
namespace {
int ofProcess = 7;
int ofThread = 8;
} // namespace

// As OpenBLAS has them; OpenMP's are elsewhere in truth.
extern "C" const char* openblas_get_config() {
    return "OpenBLAS 0.3.99 NO_LAPACKE SOMEWHERE MAX_THREADS=64";
}
extern "C" const char* openblas_get_corename() {
    return "Narrow";
}
extern "C" int openblas_get_parallel() {
    return FAKE_OPENBLAS;
}
extern "C" void openblas_set_num_threads(int count) {
    ofProcess = count;
}
extern "C" int openblas_get_num_threads() {
    return ofProcess;
}
extern "C" void omp_set_num_threads(int count) {
    ofThread = count;
}
extern "C" int omp_get_max_threads() {
    return ofThread;
}
#endif
