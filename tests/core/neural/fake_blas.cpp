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
