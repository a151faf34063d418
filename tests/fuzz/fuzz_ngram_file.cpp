// SPDX-License-Identifier: GPL-3.0-or-later
// Opens hostile variations of the program's mapped files and reads all that they give. Every
// variation must be refused by a base::Error or read without harm; best run with sanitizers.
//   fuzz_ngram_file [--seed S] [--variations N] [--first I]
//   fuzz_ngram_file --file PATH      tries one file that was left behind
// A variation depends on S and its number alone. Where one crashes the program or takes longer than
// a minute, it is left in the folder that is named first.
#include "core/base/error.h"
#include "tests/fuzz/kinds.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <numeric>
#include <optional>
#include <string_view>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;

struct Options {
    std::uint64_t seed = 1;
    std::uint64_t variations = 10000;
    std::uint64_t first = 0;
    fs::path file;
};

struct Tally {
    std::uint64_t used = 0;
    std::uint64_t refused = 0;
};

std::optional<Options> optionsFrom(int argc, char** argv) {
    Options options;
    std::map<std::string_view, std::uint64_t*> numbers = {{"--seed", &options.seed},
                                                          {"--variations", &options.variations},
                                                          {"--first", &options.first}};
    for (int i = 1; i < argc; i += 2) {
        const std::string_view name = argv[i];
        if (i + 1 == argc)
            return std::nullopt;
        const std::string_view value = argv[i + 1];
        if (name == "--file") {
            options.file = value;
            continue;
        }
        const auto found = numbers.find(name);
        if (found == numbers.end())
            return std::nullopt;
        const auto [end, error] =
            std::from_chars(value.data(), value.data() + value.size(), *found->second);
        if (error != std::errc() || end != value.data() + value.size())
            return std::nullopt;
    }
    return options;
}

/// In memory where the system has a file system there.
fs::path makeFolder() {
    std::string name = (fs::exists("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path()) /
                       "ngramophone-fuzz-XXXXXX";
    if (mkdtemp(name.data()) == nullptr)
        throw std::runtime_error("No folder can be made in " +
                                 fs::path(name).parent_path().string());
    return name;
}

const fuzz::Kind& kindFor(const std::vector<fuzz::Kind>& kinds, fuzz::Random& random) {
    std::size_t share = 0;
    for (const auto& kind : kinds)
        share += kind.share;
    std::size_t place = fuzz::below(random, share);
    for (const auto& kind : kinds) {
        if (place < kind.share)
            return kind;
        place -= kind.share;
    }
    return kinds.front();
}

/// Whether the file was read to its end.
bool isUsed(const fuzz::Kind& kind, const fs::path& path, fuzz::Random& random) {
    try {
        kind.use(path, random);
        return true;
    } catch (const base::Error&) {
        return false;
    }
}

void tryOne(const std::vector<fuzz::Kind>& kinds, const Options& options) {
    const auto magic = fuzz::readContents(options.file).magic;
    for (const auto& kind : kinds)
        if (kind.originals.front().magic == magic)
            for (std::uint64_t i = 0; i < options.variations; ++i) {
                fuzz::Random random(options.seed + i);
                isUsed(kind, options.file, random);
            }
}

int run(const Options& options) {
    constexpr unsigned longest = 60; // seconds
    const fs::path folder = makeFolder();
    fmt::print("Working in {}\n", folder.string());
    std::fflush(stdout);
    const auto kinds = fuzz::allKinds(folder);
    if (!options.file.empty()) {
        tryOne(kinds, options);
        fs::remove_all(folder);
        return 0;
    }
    const fs::path path = folder / "variation";
    std::map<std::string, Tally> tallies;
    for (const auto& kind : kinds) {
        fuzz::Random random(options.seed);
        std::size_t used = 0;
        for (const auto& original : kind.originals) {
            std::ofstream(path, std::ios::binary | std::ios::trunc) << fuzz::assemble(original);
            used += isUsed(kind, path, random) ? 1 : 0;
        }
        if (used == 0)
            throw std::runtime_error("Every original of a " + kind.name + " is refused.");
    }
    const auto begin = std::chrono::steady_clock::now();
    for (std::uint64_t i = options.first; i < options.first + options.variations; ++i) {
        std::seed_seq seeds{options.seed, options.seed >> 32, i, i >> 32};
        fuzz::Random random(seeds);
        const fuzz::Kind& kind = kindFor(kinds, random);
        const auto& original = kind.originals[fuzz::below(random, kind.originals.size())];
        const std::string bytes = fuzz::vary(original, random);
        std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
        if (i % 64 == 0)
            alarm(longest);
        try {
            ++(isUsed(kind, path, random) ? tallies[kind.name].used : tallies[kind.name].refused);
        } catch (const std::exception& error) {
            fmt::print(stderr, "Variation {} of seed {} ({}): {}\nIt lies in {}\n", i, options.seed,
                       kind.name, error.what(), path.string());
            return EXIT_FAILURE;
        }
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    for (const auto& [name, tally] : tallies)
        fmt::print("{:>9} variations of a {}: {} refused, {} read to the end\n",
                   tally.used + tally.refused, name, tally.refused, tally.used);
    fmt::print("{} variations of seed {} from {} in {:.0f} s: no fault\n", options.variations,
               options.seed, options.first, took.count());
    fs::remove_all(folder);
    return EXIT_SUCCESS;
}

} // namespace

int main(int argc, char** argv) {
    const auto options = optionsFrom(argc, argv);
    if (!options) {
        fmt::print(stderr, "fuzz_ngram_file [--seed S] [--variations N] [--first I] "
                           "[--file PATH]\n");
        return 2;
    }
    try {
        return run(*options);
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return EXIT_FAILURE;
    }
}
