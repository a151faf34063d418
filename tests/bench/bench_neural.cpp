// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/loader.h"
#include "core/text/tokenizer.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <thread>
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

/// Notes when the first step has ended: it finds memory and warms up what the others use.
struct FirstStep final : neural::TrainingObserver {
    double seconds = 0;

    void onStep(const neural::StepMetrics& metrics) override {
        if (metrics.step == 1)
            seconds = metrics.seconds;
    }
    void onCheckpoint(std::uint64_t /*step*/) override {}
};

/// A text of `size` kinds of tokens without any order.
struct RandomText {
    text::Tokenizer tokenizer;
    std::vector<text::TokenId> tokens = {text::Vocabulary::begin};

    explicit RandomText(std::int64_t size)
        : tokenizer({text::TokenizerKind::Whitespace}, text::Vocabulary::fromTokens(words(size))) {
        std::uint64_t random = 1;
        for (std::size_t i = 0; i < 200'000; ++i) {
            random = random * 6364136223846793005 + 1442695040888963407;
            tokens.push_back(text::tokenId(3 + (random >> 33) % static_cast<std::uint64_t>(size)));
        }
        tokens.push_back(text::Vocabulary::end);
    }

    static std::vector<std::string> words(std::int64_t size) {
        std::vector<std::string> words;
        for (std::int64_t i = 0; i < size; ++i)
            words.push_back(fmt::format("w{}", i));
        return words;
    }
};

/// A whole run, without validation and without its first step. Naming the number of threads keeps
/// it in one layout of the work: a run that looks for the best one tries bad ones meanwhile.
void train(benchmark::State& state, neural::RunSpec spec, const RandomText& text) {
    spec.training.validationShare = 0;
    spec.training.threads = std::max(1U, std::thread::hardware_concurrency());
    const auto checkpoint = std::filesystem::temp_directory_path() / "bench_neural.ngc";
    base::NoProgress progress;
    double seconds = 0;
    for (auto _ : state) {
        FirstStep first;
        const auto result = neural::backend().train(
            {spec, &text.tokenizer, text.tokens, checkpoint, false}, first, progress, {});
        state.SetIterationTime(result.seconds - first.seconds);
        seconds += result.seconds - first.seconds;
    }
    std::filesystem::remove(checkpoint);
    const double steps = static_cast<double>((spec.training.steps - 1) * state.iterations());
    const bool single = neural::familyOf(spec.architecture) == neural::Family::Bengio;
    const double predictions =
        spec.training.batchSize * (single ? 1.0 : neural::contextLength(spec));
    state.counters["step_ms"] = 1000 * seconds / steps;
    state.counters["tokens_per_s"] = predictions * steps / seconds;
}

/// Steps of Bengio's default run over a vocabulary of range(0) words.
void trainingStep(benchmark::State& state) {
    neural::RunSpec spec;
    spec.training.steps = 200;
    train(state, spec, RandomText(state.range(0)));
}

/// Steps of each architecture's usual run over 65 symbols.
void usualStep(benchmark::State& state, const std::string& architecture) {
    neural::RunSpec spec = neural::usualRun(architecture);
    spec.training.steps = 50;
    train(state, spec, RandomText(65));
}

/// The configurations that nanoGPT's figures are given for: layers, heads, width, batch, block.
void decoderStep(benchmark::State& state) {
    neural::RunSpec spec = neural::usualRun("gpt-2");
    const auto range = [&state](std::size_t i) { return static_cast<unsigned>(state.range(i)); };
    spec.transformer.layers = range(0);
    spec.transformer.heads = range(1);
    spec.transformer.width = range(2);
    spec.transformer.headWidth = range(2) / range(1);
    spec.transformer.innerWidth = 4 * range(2);
    spec.training.batchSize = range(3);
    spec.transformer.contextLength = range(4);
    spec.training.steps = range(2) > 200 ? 9 : 101;
    if (range(5) != 0)
        spec.training.precision = neural::Precision::Bfloat16;
    train(state, spec, RandomText(65));
}

BENCHMARK(decoderStep)
    ->ArgNames({"layers", "heads", "width", "batch", "block", "bfloat16"})
    ->Args({4, 4, 128, 12, 64, 0})
    ->Args({4, 4, 128, 12, 64, 1})
    ->Args({6, 6, 384, 16, 256, 0})
    ->Args({6, 6, 384, 16, 256, 1})
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

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
    for (const std::string& name : neural::architectures())
        benchmark::RegisterBenchmark(("usualStep/" + name).c_str(), usualStep, name)
            ->UseManualTime()
            ->Unit(benchmark::kMillisecond);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
