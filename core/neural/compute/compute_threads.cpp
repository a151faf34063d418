// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/compute_threads.h"

#include "core/neural/compute/blas_library.h"
#include "core/neural/compute/torch_compat.h"

#include <fmt/format.h>
#include <torch/version.h>

#include <algorithm>
#include <thread>

namespace neural {

namespace {

const BlasLibrary& blas() {
    static const BlasLibrary library;
    return library;
}

} // namespace

unsigned computeThreads(unsigned wanted) {
    return wanted ? wanted : std::max(1U, std::thread::hardware_concurrency());
}

void prepareThisThread() {
    thread_local const bool done = [] {
        at::set_num_threads(1);
        return true;
    }();
    static_cast<void>(done);
}

unsigned setProductThreads(unsigned wanted) {
    return blas().setThreads(computeThreads(wanted));
}

std::string computeLibraries() {
    const std::string name = blas().name();
    return fmt::format("LibTorch {}.{}.{}{}{}", TORCH_VERSION_MAJOR, TORCH_VERSION_MINOR,
                       TORCH_VERSION_PATCH, name.empty() ? "" : ", ", name);
}

std::string describeCompute() {
    const unsigned threads = blas().threads();
    return fmt::format("{}, {} {}", computeLibraries(), threads,
                       threads == 1 ? "thread" : "threads");
}

} // namespace neural
