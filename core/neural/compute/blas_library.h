// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace neural {

/// A product in single precision, as Fortran has it: matrices lie column by column.
using Sgemm = void (*)(const char* transposeA, const char* transposeB, const int* m, const int* n,
                       const int* k, const float* scale, const float* a, const int* strideA,
                       const float* b, const int* strideB, const float* keep, float* c,
                       const int* strideC);

/// The build of the BLAS that the caller's products are computed by.
class BlasLibrary {
public:
    /// Looks for what is in the process already: LibTorch brings one in. Where there is none, or
    /// LibTorch hides it, nothing is found. `handle`, as of dlopen(), narrows it to one library.
    explicit BlasLibrary(void* handle = nullptr);

    /// Null where there is none.
    Sgemm sgemm() const { return sgemm_; }
    /// "OpenBLAS 0.3.21 (OpenMP, SkylakeX)", with the processor whose kernels it computes with,
    /// which OPENBLAS_CORETYPE may have told it; "BLAS of /usr/lib/x86_64-linux-gnu/blis-pthread";
    /// "" for none.
    std::string name() const;

    /// That one product uses.
    unsigned threads() const;
    /// Sets how many those are: of a build with threads of its own in the whole process, of one on
    /// OpenMP in the calling thread (whose other work on OpenMP then has as many), of others not at
    /// all. Returns how many they will be.
    unsigned setThreads(unsigned count) const;

private:
    Sgemm sgemm_ = nullptr;
    std::string file_; ///< that sgemm_ is in
    const char* (*config_)() = nullptr;
    const char* (*kernels_)() = nullptr;
    int kind_ = 0; ///< as OpenBLAS tells it
    void (*setThreads_)(int) = nullptr;
    int (*threads_)() = nullptr;
};

/// Opens a libblas.so.3, and the LAPACK that was built with it where one lies beside it, for all
/// that is loaded later and needs libraries of these names. They stay for good: thread pools cannot
/// be unloaded. Returns the loader's reason where it fails, else "".
std::string openBlas(const std::filesystem::path& library);

} // namespace neural
