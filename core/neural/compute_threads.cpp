// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute_threads.h"

#include "core/neural/torch_compat.h"

#include <fmt/format.h>
#include <torch/version.h>

#include <algorithm>
#include <dlfcn.h>
#include <thread>

namespace neural {

namespace {

/// OpenBLAS, where the process has it: LibTorch brings it in under this name.
struct OpenBlas {
    void (*setThreads)(int) = nullptr;
    int (*threads)() = nullptr;

    OpenBlas() {
        for (const char* name : {"libopenblas.so.0", "libblas.so.3"}) {
            void* library = ::dlopen(name, RTLD_NOW | RTLD_NOLOAD);
            if (!library)
                continue;
            setThreads =
                reinterpret_cast<void (*)(int)>(::dlsym(library, "openblas_set_num_threads"));
            threads = reinterpret_cast<int (*)()>(::dlsym(library, "openblas_get_num_threads"));
            if (setThreads && threads && parallel(library))
                return;
            setThreads = nullptr;
        }
    }

    /// Only the build with threads of its own (1) can be given some here; a serial one (0) cannot,
    /// and one on OpenMP (2) has as many as the calling thread's OpenMP has.
    static bool parallel(void* library) {
        const auto kind = reinterpret_cast<int (*)()>(::dlsym(library, "openblas_get_parallel"));
        return kind && kind() == 1;
    }
};

const OpenBlas& openBlas() {
    static const OpenBlas blas;
    return blas;
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
    if (!openBlas().setThreads)
        return 1;
    openBlas().setThreads(static_cast<int>(computeThreads(wanted)));
    return static_cast<unsigned>(openBlas().threads());
}

std::string computeLibraries() {
    return fmt::format("LibTorch {}.{}.{}{}", TORCH_VERSION_MAJOR, TORCH_VERSION_MINOR,
                       TORCH_VERSION_PATCH, openBlas().setThreads ? ", OpenBLAS" : "");
}

std::string describeCompute() {
    const OpenBlas& blas = openBlas();
    const int threads = blas.setThreads ? blas.threads() : 1;
    return fmt::format("{}, {} {}", computeLibraries(), threads,
                       threads == 1 ? "thread" : "threads");
}

} // namespace neural
