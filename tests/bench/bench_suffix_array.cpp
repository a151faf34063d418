// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/corpus/document_json.h"
#include "core/corpus/token_cache_format.h"
#include "core/ngram/unbounded_counts.h"
#include "core/text/tokenizer_file.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <stop_token>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

// The index of a token cache: how long it takes to make one of 58 million tokens (another number
// may be given as the first argument) or of a token cache (its path), and to ask it.

namespace {

namespace format = corpus::token_cache_format;

std::shared_ptr<const corpus::TokenCache> cache;
std::filesystem::path indexFile;

double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double peakMegabytes() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return static_cast<double>(used.ru_maxrss) / 1024;
}

/// Sentences of 24 words, Zipf-distributed over 600,000 types as in a text of that size; a third of
/// the words come in pieces of 2 to 13 that were said before, so that long n-grams repeat.
std::vector<text::TokenId> drawTokens(std::size_t size) {
    constexpr std::size_t types = 600'000;
    constexpr std::size_t sentence = 26; // with <s> and </s>
    std::vector<double> cumulated(types);
    double sum = 0;
    for (std::size_t i = 0; i < types; ++i)
        cumulated[i] = sum += 1.0 / (static_cast<double>(i) + 2.7);
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> even(0, sum);
    std::vector<text::TokenId> words;
    words.reserve(size);
    while (words.size() < size) {
        if (words.size() > 1000 && random() % 14 == 0) {
            const std::size_t from = random() % (words.size() - 20);
            for (std::size_t i = 0, length = 2 + random() % 12; i < length; ++i)
                words.push_back(words[from + i]);
        } else {
            const auto drawn = std::lower_bound(cumulated.begin(), cumulated.end(), even(random));
            words.push_back(text::tokenId(static_cast<std::size_t>(drawn - cumulated.begin()) +
                                          text::Vocabulary::specialCount));
        }
    }
    words.resize(size / sentence * sentence);
    for (std::size_t i = 0; i < words.size(); i += sentence) {
        words[i] = text::Vocabulary::begin;
        words[i + sentence - 1] = text::Vocabulary::end;
    }
    return words;
}

void writeCache(const std::filesystem::path& path, std::size_t size) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < 600'000; ++i)
        names.push_back(fmt::format("word{}", i));
    base::SectionFileWriter file(path, format::kind);
    text::writeTokenizer(file, text::Tokenizer({text::TokenizerKind::Whitespace},
                                               text::Vocabulary::fromTokens(std::move(names))));
    const auto tokens = drawTokens(size);
    file.beginSection(format::tokens);
    file.writeValues(std::span<const text::TokenId>(tokens));
    corpus::LineTableWriter lines(path);
    std::uint32_t line = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i)
        if (tokens[i] == text::Vocabulary::begin)
            lines.add({i, 0, 0, ++line});
    lines.write(file, {});
    file.addSection(format::documents, nlohmann::json(std::vector<corpus::Document>(1)).dump());
    file.commit();
}

ngram::UnboundedCounts open() {
    return {ngram::SuffixArray(indexFile, *cache), cache};
}

void openIndex(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(open().count({}));
}

/// n-grams of the text itself, at another place each time.
void count(benchmark::State& state) {
    const auto counts = open();
    const auto tokens = cache->tokens();
    std::mt19937_64 random(2);
    for (auto _ : state)
        benchmark::DoNotOptimize(counts.count(tokens.subspan(
            random() % (tokens.size() - 20), static_cast<std::size_t>(state.range()))));
}

void nextTokens(benchmark::State& state) {
    const auto counts = open();
    const auto tokens = cache->tokens();
    std::mt19937_64 random(2);
    for (auto _ : state)
        benchmark::DoNotOptimize(
            counts.infiniGram(tokens.subspan(random() % (tokens.size() - 20),
                                             static_cast<std::size_t>(state.range())),
                              {}));
}

/// All 600,000 that follow nothing, and those that follow the most frequent word.
void nextOfAll(benchmark::State& state) {
    const auto counts = open();
    const text::TokenId most = text::tokenId(text::Vocabulary::specialCount);
    const auto history = std::span(&most, static_cast<std::size_t>(state.range()));
    std::size_t types = 0;
    for (auto _ : state)
        types = counts.next(history, {}).tokens.size();
    state.SetLabel(fmt::format("{} types", types));
}

/// A text of which every 8th word is another one than in the corpus.
void overlap(benchmark::State& state) {
    const auto counts = open();
    const auto tokens = cache->tokens();
    std::mt19937_64 random(2);
    std::vector<text::TokenId> text(tokens.begin() + 1000, tokens.begin() + 2000);
    for (std::size_t i = 0; i < text.size(); i += 8)
        text[i] = tokens[random() % tokens.size()];
    for (auto _ : state)
        benchmark::DoNotOptimize(counts.stretches(text, {}));
    state.SetLabel("1000 tokens");
}

/// How long the work goes on when it is told to stop.
void cancelAfter(double seconds) {
    std::stop_source stop;
    std::chrono::steady_clock::time_point asked;
    std::thread person([&] {
        std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
        asked = std::chrono::steady_clock::now();
        stop.request_stop();
    });
    try {
        base::NoProgress progress;
        ngram::writeSuffixArray(indexFile, *cache, progress, stop.get_token());
    } catch (const base::Cancelled&) {
    }
    person.join();
    std::printf("cancelled after %.1f s in %.0f ms\n", seconds, secondsSince(asked) * 1000);
}

} // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    const auto folder = std::filesystem::temp_directory_path();
    auto tokensFile = folder / fmt::format("ngramophone-bench-{}.tokens", ::getpid());
    indexFile = folder / fmt::format("ngramophone-bench-{}.suffixes", ::getpid());
    const bool given = argc > 1 && std::filesystem::exists(argv[1]);
    if (given)
        tokensFile = argv[1];
    else
        writeCache(tokensFile, argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 58'000'000);
    cache = std::make_shared<const corpus::TokenCache>(tokensFile);
    const double before = peakMegabytes();
    const auto start = std::chrono::steady_clock::now();
    base::NoProgress progress;
    ngram::writeSuffixArray(indexFile, *cache, progress, {});
    const double took = secondsSince(start);
    std::printf("indexed %zu tokens in %.1f s; peak %.0f MB, %.0f MB before\n",
                cache->tokens().size(), took, peakMegabytes(), before);
    for (int part = 1; part < 10; ++part)
        cancelAfter(took * part / 10);
    std::fflush(stdout);

    benchmark::RegisterBenchmark("open", openIndex)->Unit(benchmark::kMicrosecond);
    benchmark::RegisterBenchmark("count", count)
        ->Unit(benchmark::kMicrosecond)
        ->Arg(1)
        ->Arg(3)
        ->Arg(5)
        ->Arg(10);
    benchmark::RegisterBenchmark("infini-gram", nextTokens)
        ->Unit(benchmark::kMicrosecond)
        ->Arg(2)
        ->Arg(4)
        ->Arg(10);
    benchmark::RegisterBenchmark("next", nextOfAll)->Unit(benchmark::kMillisecond)->Arg(0)->Arg(1);
    benchmark::RegisterBenchmark("stretches", overlap)->Unit(benchmark::kMillisecond);
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    cache.reset();
    std::filesystem::remove(indexFile);
    if (!given)
        std::filesystem::remove(tokensFile);
}
