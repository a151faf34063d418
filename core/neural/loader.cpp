// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/loader.h"

#include "core/base/error.h"
#include "core/neural/compute/blas_library.h"

#include <atomic>
#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace neural {

namespace {

constexpr const char* moduleName = "ngramophone_neural.so";

std::atomic<Backend*> loaded = nullptr;

BlasChoice& chosenBlas() {
    static BlasChoice choice;
    return choice;
}

std::vector<std::filesystem::path> places() {
    if (const char* named = std::getenv("NGRAMOPHONE_NEURAL_MODULE"); named && *named)
        return {named};
    std::error_code error;
    const auto folder = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
    return {folder / moduleName,
            (folder / ".." / NGRAMOPHONE_MODULE_FOLDER / moduleName).lexically_normal()};
}

/// The first place that holds a module.
std::filesystem::path find() {
    std::string looked;
    for (const auto& place : places()) {
        std::error_code error;
        if (std::filesystem::exists(place, error))
            return place;
        looked += looked.empty() ? place.string() : ", " + place.string();
    }
    throw base::FileError(
        {NG_TEXT("core", "The neural module was not found. It was looked for at {0}. Install the "
                         "program again, or name the module in NGRAMOPHONE_NEURAL_MODULE."),
         {looked}});
}

Backend* open(const std::filesystem::path& path) {
    // Kept for good: LibTorch cannot be unloaded while its thread pools and registries live.
    void* module = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    void* symbol = module ? ::dlsym(module, "ngramophone_neural_backend") : nullptr;
    const char* reason = symbol ? nullptr : ::dlerror();
    if (!symbol)
        throw base::FileError(
            {NG_TEXT("core", "The neural module {0} cannot be loaded: {1}. Neural models need "
                             "LibTorch: see that it is installed completely."),
             {path.string(), reason ? reason : ""}});
    using Function = Backend* (*)(int);
    Backend* backend = reinterpret_cast<Function>(symbol)(backendAbi);
    if (!backend)
        throw base::FileError(
            {NG_TEXT("core", "The neural module {0} belongs to another version of the program. "
                             "Install the program again."),
             {path.string()}});
    return backend;
}

/// LibTorch takes what is there under the name that it needs: before it is loaded is the time.
void openChosenBlas(const std::filesystem::path& module) {
    BlasChoice choice = chooseBlas(usualBlasSearch(module));
    const std::string reason = choice.library.empty() ? "" : openBlas(choice.library);
    if (!reason.empty() && choice.reason == BlasReason::Named)
        throw base::FileError(
            {NG_TEXT("core", "The BLAS {0} that NGRAMOPHONE_BLAS names cannot be opened: {1}. Name "
                             "another libblas.so.3, or \"default\" for the system's own."),
             {choice.library.string(), reason}});
    if (!reason.empty())
        choice.library.clear(); // the system's own serves
    chosenBlas() = std::move(choice);
}

} // namespace

Backend& backend() {
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    if (!loaded) {
        const std::filesystem::path module = find();
        openChosenBlas(module);
        loaded = open(module);
    }
    return *loaded;
}

const BlasChoice& blasChoice() {
    return chosenBlas();
}

bool isLoaded() {
    return loaded != nullptr;
}

} // namespace neural
