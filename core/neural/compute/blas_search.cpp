// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/blas_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <dlfcn.h>
#include <fstream>
#include <link.h>
#include <string_view>
#include <system_error>
#include <thread>

namespace neural {

namespace fs = std::filesystem;

namespace {

constexpr const char* blasName = "libblas.so.3";

/// What the loader searches for a library of no path, LD_LIBRARY_PATH included; its cache is not
/// told, which on Debian names no further folder for a BLAS.
std::vector<fs::path> loaderFolders() {
    void* self = ::dlopen(nullptr, RTLD_LAZY);
    Dl_serinfo size{};
    if (!self || ::dlinfo(self, RTLD_DI_SERINFOSIZE, &size) != 0)
        return {};
    std::vector<std::max_align_t> memory(size.dls_size / sizeof(std::max_align_t) + 1);
    auto* info = reinterpret_cast<Dl_serinfo*>(memory.data());
    *info = size;
    if (::dlinfo(self, RTLD_DI_SERINFO, info) != 0)
        return {};
    std::vector<fs::path> folders;
    for (unsigned i = 0; i < info->dls_cnt; ++i)
        folders.emplace_back(info->dls_serpath[i].dls_name);
    return folders;
}

std::string processor() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("model name"))
            if (const auto colon = line.find(": "); colon != std::string::npos)
                return line.substr(colon + 2);
    return "a processor";
}

fs::path cacheFile() {
    if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache && fs::path(cache).is_absolute())
        return fs::path(cache) / "ngramophone" / "blas.json";
    if (const char* home = std::getenv("HOME"); home && *home)
        return fs::path(home) / ".cache" / "ngramophone" / "blas.json";
    return {};
}

bool isChosenAlready() {
    return !NGRAMOPHONE_TORCH_NEEDS_BLAS || ::dlsym(RTLD_DEFAULT, "sgemm_") != nullptr;
}

} // namespace

BlasSearch usualBlasSearch(const fs::path& module) {
    BlasSearch search;
    if (!isChosenAlready())
        search.folders = loaderFolders();
    search.timing = module.parent_path() / "ngramophone-blas-timing";
    search.memory = cacheFile();
    search.machine = fmt::format("{}, {} cores", processor(), std::thread::hardware_concurrency());
    if (const char* named = std::getenv("NGRAMOPHONE_BLAS"))
        search.named = named;
    return search;
}

std::vector<fs::path> findBlasBuilds(const BlasSearch& search) {
    std::error_code error;
    const auto has = [&](const fs::path& folder) { return fs::exists(folder / blasName, error); };
    const auto first = std::find_if(search.folders.begin(), search.folders.end(), has);
    if (first == search.folders.end())
        return {};
    std::vector<fs::path> beside;
    for (const auto& entry : fs::directory_iterator(*first, error))
        if (entry.is_directory(error) && has(entry.path()))
            beside.push_back(entry.path());
    std::sort(beside.begin(), beside.end());
    std::vector<fs::path> builds = {fs::canonical(*first / blasName)};
    for (const fs::path& folder : beside) {
        fs::path build = fs::canonical(folder / blasName, error);
        if (!error && std::find(builds.begin(), builds.end(), build) == builds.end())
            builds.push_back(std::move(build));
    }
    return builds;
}

} // namespace neural
