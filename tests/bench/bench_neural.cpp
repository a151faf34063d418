// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/loader.h"
#include "core/text/tokenizer.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

// How long the neural module takes to load in a fresh process, and how fast it trains.

namespace {

constexpr const char* loadOnly = "--load-only";

double secondsToLoad() {
    const auto start = std::chrono::steady_clock::now();
    neural::backend();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void moduleLoad(benchmark::State& state, const std::string& program) {
    for (auto _ : state) {
        std::FILE* child = ::popen((program + " " + loadOnly).c_str(), "r");
        double seconds = 0;
        if (!child || std::fscanf(child, "%lf", &seconds) != 1)
            state.SkipWithError("the module could not be loaded");
        if (child)
            ::pclose(child);
        state.SetIterationTime(seconds);
    }
}

struct Silent final : neural::TrainingObserver {
    void onStep(const neural::StepMetrics& /*metrics*/) override {}
    void onCheckpoint(std::uint64_t /*step*/) override {}
};

/// Steps of the default run over a vocabulary of range(0) words, without validation.
void trainingStep(benchmark::State& state) {
    std::vector<std::string> words;
    for (std::int64_t i = 0; i < state.range(0); ++i)
        words.push_back(fmt::format("w{}", i));
    const text::Tokenizer tokenizer({text::TokenizerKind::Whitespace},
                                    text::Vocabulary::fromTokens(words));
    std::vector<text::TokenId> tokens = {text::Vocabulary::begin};
    std::uint64_t random = 1;
    for (std::size_t i = 0; i < 200'000; ++i) {
        random = random * 6364136223846793005 + 1442695040888963407;
        tokens.push_back(text::tokenId(3 + (random >> 33) % words.size()));
    }
    tokens.push_back(text::Vocabulary::end);
    neural::RunSpec spec;
    spec.training.validationShare = 0;
    spec.training.steps = 200;
    const auto checkpoint =
        std::filesystem::temp_directory_path() / fmt::format("bench_neural_{}.ngc", state.range(0));
    Silent observer;
    base::NoProgress progress;
    double seconds = 0;
    for (auto _ : state) {
        const auto result = neural::backend().train({spec, &tokenizer, tokens, checkpoint, false},
                                                    observer, progress, {});
        state.SetIterationTime(result.seconds);
        seconds += result.seconds;
    }
    std::filesystem::remove(checkpoint);
    const double steps = static_cast<double>(spec.training.steps * state.iterations());
    state.counters["step_ms"] = 1000 * seconds / steps;
    state.counters["tokens_per_s"] = spec.training.batchSize * steps / seconds;
}

BENCHMARK(trainingStep)
    ->Arg(100)
    ->Arg(5000)
    ->Arg(50000)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char** argv) {
    if (argc == 2 && argv[1] == std::string(loadOnly)) {
        fmt::print("{}\n", secondsToLoad());
        return 0;
    }
    const std::string self = std::filesystem::read_symlink("/proc/self/exe").string();
    benchmark::RegisterBenchmark("moduleLoad", moduleLoad, self)
        ->UseManualTime()
        ->Iterations(5)
        ->Unit(benchmark::kMillisecond);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
