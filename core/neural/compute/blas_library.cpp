// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/blas_library.h"

#include <array>
#include <dlfcn.h>
#include <sstream>
#include <system_error>

namespace neural {

namespace {

/// What openblas_get_parallel() says.
constexpr int onPthreads = 1;
constexpr int onOpenMp = 2;
constexpr std::array kinds = {"serial", "pthreads", "OpenMP"};

template <class Function>
void findIn(void* library, const char* name, Function& function) {
    function = reinterpret_cast<Function>(::dlsym(library, name));
}

} // namespace

BlasLibrary::BlasLibrary(void* handle) {
    findIn(handle ? handle : RTLD_DEFAULT, "sgemm_", sgemm_);
    Dl_info place{};
    if (!sgemm_ || ::dladdr(reinterpret_cast<void*>(sgemm_), &place) == 0)
        return;
    file_ = place.dli_fname;
    // Another OpenBLAS may be in the process, for a LAPACK: this one's functions are in its own
    // libraries.
    void* library = ::dlopen(place.dli_fname, RTLD_NOW | RTLD_NOLOAD);
    if (!library)
        return;
    int (*kind)() = nullptr;
    findIn(library, "openblas_get_config", config_);
    findIn(library, "openblas_get_corename", kernels_);
    findIn(library, "openblas_get_parallel", kind);
    kind_ = kind ? kind() : 0;
    if (kind_ == onPthreads) {
        findIn(library, "openblas_set_num_threads", setThreads_);
        findIn(library, "openblas_get_num_threads", threads_);
    } else if (kind_ == onOpenMp) {
        // It asks OpenMP at each product. Its own function would change the whole process, and take
        // memory away from products that others are in.
        findIn(library, "omp_set_num_threads", setThreads_);
        findIn(library, "omp_get_max_threads", threads_);
    }
}

std::string BlasLibrary::name() const {
    if (!sgemm_)
        return {};
    if (!config_)
        return "BLAS of " + std::filesystem::path(file_).parent_path().string();
    std::istringstream config(config_()); // "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH …"
    std::string openBlas;
    std::string version;
    config >> openBlas >> version;
    const auto kind = static_cast<std::size_t>(kind_);
    return openBlas + " " + version + " (" + (kind < kinds.size() ? kinds[kind] : "?") +
           (kernels_ ? std::string(", ") + kernels_() : "") + ")";
}

unsigned BlasLibrary::threads() const {
    return threads_ ? static_cast<unsigned>(threads_()) : 1;
}

unsigned BlasLibrary::setThreads(unsigned count) const {
    if (setThreads_)
        setThreads_(static_cast<int>(count));
    return threads();
}

std::string openBlas(const std::filesystem::path& library) {
    constexpr int forAll = RTLD_NOW | RTLD_GLOBAL | RTLD_NODELETE;
    if (!::dlopen(library.c_str(), forAll))
        return ::dlerror();
    const std::filesystem::path lapack = library.parent_path() / "liblapack.so.3";
    std::error_code error;
    if (std::filesystem::exists(lapack, error) && !::dlopen(lapack.c_str(), forAll))
        return ::dlerror();
    return {};
}

} // namespace neural
