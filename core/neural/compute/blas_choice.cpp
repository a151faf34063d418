// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/blas_choice.h"

#include "core/neural/compute/blas_timer.h"
#include "core/neural/compute/machine_load.h"
#include "core/neural/compute/measurement_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <system_error>
#include <thread>

namespace neural {

namespace fs = std::filesystem;

namespace {

constexpr double clearlyQuicker = 0.95; ///< of the time of the loader's own, to take its place
constexpr double hopelesslySlow = 1.5;  ///< times the quickest: not measured again
constexpr int turns = 2;                ///< of all builds, so that each has its quiet moment
constexpr std::chrono::milliseconds aMoment(100);

/// Everything that the choice depends on.
std::string keyOf(const BlasSearch& search, const std::vector<BlasBuild>& builds) {
    std::string key = search.machine;
    for (const BlasBuild& build : builds) {
        std::error_code error;
        key +=
            fmt::format("; {} {} {}", build.library.string(), fs::file_size(build.library, error),
                        fs::last_write_time(build.library, error).time_since_epoch().count());
    }
    return key;
}

nlohmann::json toJson(const BlasChoice& choice) {
    nlohmann::json builds = nlohmann::json::array();
    for (const BlasBuild& build : choice.builds) {
        nlohmann::json entry = {{"library", build.library.string()}};
        if (build.seconds) {
            entry["side_by_side"] = build.seconds->sideBySide;
            entry["together"] = build.seconds->together;
        }
        builds.push_back(std::move(entry));
    }
    return builds;
}

/// Fills in what is remembered of each build; says whether that is anything.
bool recall(const nlohmann::json& memory, std::vector<BlasBuild>& builds) {
    std::vector<BlasBuild> recalled = builds;
    try {
        for (BlasBuild& build : recalled)
            for (const nlohmann::json& entry : memory)
                if (entry.at("library").get<std::string>() == build.library.string() &&
                    entry.contains("together"))
                    build.seconds = BlasSeconds{entry.at("side_by_side").get<double>(),
                                                entry.at("together").get<double>()};
    } catch (const nlohmann::json::exception&) {
        return false;
    }
    builds = std::move(recalled);
    return memory.is_array() && memory.size() == builds.size();
}

/// The quickest, or nothing where nothing could be measured.
const BlasBuild* quickest(const std::vector<BlasBuild>& builds) {
    const BlasBuild* best = nullptr;
    for (const BlasBuild& build : builds)
        if (build.seconds && (!best || build.seconds->both() < best->seconds->both()))
            best = &build;
    return best;
}

void measureOnce(const BlasSearch& search, BlasBuild& build) {
    const auto now = timeBlas(search.timing, build.library, search.limit);
    if (now && build.seconds)
        build.seconds = BlasSeconds{std::min(build.seconds->sideBySide, now->sideBySide),
                                    std::min(build.seconds->together, now->together)};
    else
        build.seconds = now; // what fails once is not to be trusted
}

void measure(const BlasSearch& search, std::vector<BlasBuild>& builds) {
    for (int turn = 0; turn < turns; ++turn) {
        const BlasBuild* best = quickest(builds);
        const double most = best ? hopelesslySlow * best->seconds->both() : 0;
        for (BlasBuild& build : builds)
            if (turn == 0 || (build.seconds && build.seconds->both() <= most))
                measureOnce(search, build);
    }
}

/// Empty for the loader's own.
fs::path bestOf(const std::vector<BlasBuild>& builds) {
    const BlasBuild* best = quickest(builds);
    const BlasBuild& own = builds.front();
    const bool better =
        best && best != &own &&
        (!own.seconds || best->seconds->both() < clearlyQuicker * own.seconds->both());
    return better ? best->library : fs::path();
}

/// Whether others leave the machine alone just now.
bool isQuiet(const BlasSearch& search) {
    const CoreSeconds before = coreSeconds();
    std::this_thread::sleep_for(aMoment);
    return othersShare(before, coreSeconds()) <= search.mostOthers;
}

} // namespace

BlasChoice chooseBlas(const BlasSearch& search) {
    BlasChoice choice;
    if (!search.named.empty()) {
        choice.reason = BlasReason::Named;
        if (search.named != "default")
            choice.library = search.named;
        return choice;
    }
    for (fs::path& library : findBlasBuilds(search))
        choice.builds.push_back({std::move(library)});
    if (choice.builds.size() < 2)
        return choice;

    const MeasurementFile memory(search.memory);
    const std::string key = keyOf(search, choice.builds);
    if (recall(memory.find(key), choice.builds)) {
        choice.reason = BlasReason::Remembered;
        choice.library = bestOf(choice.builds);
        return choice;
    }
    choice.reason = BlasReason::Busy;
    if (!isQuiet(search))
        return choice;
    const CoreSeconds before = coreSeconds();
    measure(search, choice.builds);
    if (othersShare(before, coreSeconds()) > search.mostOthers)
        return choice;
    choice.reason = BlasReason::Measured;
    choice.library = bestOf(choice.builds);
    memory.keep(key, toJson(choice));
    return choice;
}

} // namespace neural
