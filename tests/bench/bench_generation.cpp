// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/neural/compute/compute_threads.h"
#include "core/neural/neural_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

// What a token costs when a transformer writes, beside what reading its weights once costs at the
// memory's own speed, measured in the same run. usage: bench_generation [ARCHITECTURE...]

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t words = 8000;
constexpr int tokensEach = 24; ///< measured at each place

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

std::uint64_t sum(const std::uint64_t* numbers, std::size_t count) {
    std::uint64_t a = 0;
    std::uint64_t b = 0;
    std::uint64_t c = 0;
    std::uint64_t d = 0;
    for (std::size_t i = 0; i + 4 <= count; i += 4) {
        a += numbers[i];
        b += numbers[i + 1];
        c += numbers[i + 2];
        d += numbers[i + 3];
    }
    return a + b + c + d;
}

/// Bytes a second that so many threads read of memory no cache holds; the best of some rounds.
double readingSpeed(unsigned threads) {
    static const std::vector<std::uint64_t> numbers(std::size_t{64} << 20, 1); // 512 MB
    double best = 0;
    for (int round = 0; round < 5; ++round) {
        std::vector<std::uint64_t> sums(threads);
        const auto start = Clock::now();
        {
            std::vector<std::jthread> readers;
            const std::size_t part = numbers.size() / threads;
            for (unsigned i = 0; i < threads; ++i)
                readers.emplace_back([&, i] { sums[i] = sum(numbers.data() + i * part, part); });
        }
        const double seconds = secondsSince(start);
        if (sum(sums.data(), sums.size()) == 1)
            fmt::print("\n"); // so that nothing is left out
        best = std::max(best, static_cast<double>(numbers.size() * sizeof(numbers[0])) / seconds);
    }
    return best;
}

neural::RunSpec largeRun(const std::string& architecture) {
    neural::RunSpec spec = neural::usualRun(architecture);
    neural::TransformerSpec& network = spec.transformer;
    network.contextLength = 1100;
    network.layers = 12;
    network.width = 768;
    network.heads = 12;
    network.headWidth = 64;
    network.innerWidth = neural::isGated(network.feedForward) ? 2048 : 3072;
    network.latent = {.queryRank = 384, .keyValueRank = 256, .rotaryWidth = 32};
    network.experts.count = 0;
    return spec;
}

text::Vocabulary makeVocabulary() {
    std::vector<std::string> names;
    for (std::int64_t i = 0; i < words; ++i)
        names.push_back(fmt::format("w{}", i));
    return text::Vocabulary::fromTokens(names);
}

void measure(const std::string& architecture, double bytesPerSecond) {
    const neural::RunSpec spec = largeRun(architecture);
    const text::Vocabulary vocabulary = makeVocabulary();
    const auto network = neural::makeNetwork(spec, vocabulary.size());
    network->initialise(1);
    auto numbers = static_cast<double>(network->parameters().values().numel());
    if (!spec.transformer.tiedOutput) // one row of the embeddings is read
        numbers -= static_cast<double>(vocabulary.size()) * spec.transformer.width;
    if (spec.transformer.position == neural::Position::Learned)
        numbers -= double{1} * spec.transformer.contextLength * spec.transformer.width;
    const double least = numbers * sizeof(float) / bytesPerSecond;
    fmt::print("{}: weights to read {:.0f} MB, {:.1f} ms at the memory's speed\n", architecture,
               numbers * sizeof(float) / 1e6, least * 1e3);
    neural::NeuralSession session(network->reader(), neural::impossibleTokens(vocabulary));
    std::size_t fed = 0;
    const auto feed = [&](std::size_t count) {
        std::vector<text::TokenId> tokens;
        for (std::size_t i = 0; i < count; ++i, ++fed)
            tokens.push_back(text::tokenId(3 + fed * 7 % words));
        session.feed(tokens);
        session.logProbabilities();
    };
    for (const std::size_t place : {10, 200, 1000}) {
        feed(place - fed);
        std::vector<double> times;
        for (int i = 0; i < tokensEach; ++i) {
            const auto start = Clock::now();
            feed(1);
            times.push_back(secondsSince(start));
        }
        const double took = median(times);
        fmt::print("  after {:4} tokens: {:6.1f} ms a token, {:3.0f} % of the memory's speed\n",
                   place, took * 1e3, 100 * least / took);
    }
}

} // namespace

int main(int argc, char** argv) {
    std::vector<std::string> architectures(argv + 1, argv + argc);
    if (architectures.empty())
        architectures = {"gpt-2", "llama", "deepseek"};
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    neural::prepareThisThread();
    neural::setProductThreads(0);
    const unsigned cores = std::max(std::thread::hardware_concurrency(), 1U);
    const double one = readingSpeed(1);
    const double all = readingSpeed(cores);
    fmt::print("memory is read at {:.1f} GB/s by one core, {:.1f} by {}\n", one / 1e9, all / 1e9,
               cores);
    for (const std::string& architecture : architectures)
        measure(architecture, std::max(one, all));
    return 0;
}
