// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/corpus/frequencies.h"
#include "core/corpus/token_cache.h"
#include "core/ngram/ngram_model.h"
#include "core/text/tokenizer_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <sys/resource.h>

// From a tokenised text to a counts file that can be asked, stage by stage: the wall time, the
// bytes read and written, and beside them how fast this machine copies memory. The stage of
// counting prints its own parts by way of its progress reports.
//   bench_counting TEXT ORDER [--memory BYTES] [--threads N] [--keep FILE]

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Prints each stage when it ends.
class Stages final : public base::Progress {
public:
    void report(const base::ProgressReport& report) override {
        const std::lock_guard lock(mutex_);
        const std::string stage = report.stage.pattern;
        if (stage != stage_) {
            end();
            stage_ = stage;
            start_ = Clock::now();
        }
    }
    void end() {
        if (!stage_.empty())
            fmt::print("    {:<40} {:7.2f} s\n", stage_, secondsSince(start_));
        std::fflush(stdout);
        stage_.clear();
    }

private:
    std::mutex mutex_;
    std::string stage_;
    Clock::time_point start_;
};

void printStage(const char* name, double seconds, std::uintmax_t bytes) {
    fmt::print("{:<44} {:7.2f} s {:8.0f} MB {:8.2f} GB/s\n", name, seconds,
               static_cast<double>(bytes) / 1e6, static_cast<double>(bytes) / seconds / 1e9);
    std::fflush(stdout);
}

/// What the machine's memory allows: both cores copying.
void printMemorySpeed() {
    const unsigned threads = base::computeThreads();
    constexpr std::size_t size = std::size_t{1} << 27;
    std::vector<std::vector<char>> from(threads, std::vector<char>(size, 1));
    auto to = from;
    const auto start = Clock::now();
    base::runInParallel(threads, [&](unsigned thread) { to[thread] = from[thread]; });
    printStage("(copying memory, all threads)", secondsSince(start), 2 * size * threads);
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app("Counts n-grams and says where the time goes.");
    std::filesystem::path text;
    std::filesystem::path keep;
    unsigned order = 3;
    ngram::CountingLimits limits;
    app.add_option("text", text)->required();
    app.add_option("order", order)->required();
    app.add_option("--memory", limits.memory);
    app.add_option("--threads", limits.threads);
    app.add_option("--keep", keep);
    CLI11_PARSE(app, argc, argv);

    namespace fs = std::filesystem;
    const fs::path folder = keep.empty() ? fs::temp_directory_path() : keep.parent_path();
    const fs::path tokens = folder / fmt::format("bench-{}.tokens", ::getpid());
    const fs::path counts = keep.empty() ? folder / fmt::format("bench-{}.ngm", ::getpid()) : keep;
    printMemorySpeed();
    const auto begin = Clock::now();
    Stages stages;
    auto start = Clock::now();
    const text::TokenizerSpec spec{text::TokenizerKind::Whitespace, text::SentenceUnit::Line,
                                   false};
    const std::vector<corpus::Document> documents{corpus::inspectDocument(text)};
    auto found = corpus::countTokens(documents, spec, stages, {});
    const text::Tokenizer tokenizer(spec, text::Vocabulary(std::move(found.counts)));
    stages.end();
    printStage("reading, splitting, counting words", secondsSince(start), fs::file_size(text));
    start = Clock::now();
    corpus::writeTokenCache(tokens, documents, tokenizer, stages, {});
    stages.end();
    const corpus::TokenCache cache(tokens);
    printStage("numbering words, writing tokens", secondsSince(start),
               fs::file_size(text) + fs::file_size(tokens));
    start = Clock::now();
    ngram::writeCounts(counts, cache, tokenizer, order, stages, {}, limits);
    stages.end();
    printStage("counting n-grams, writing the model", secondsSince(start),
               fs::file_size(tokens) + fs::file_size(counts));
    start = Clock::now();
    const auto opened = ngram::openCounts(counts);
    printStage("opening the model", secondsSince(start), fs::file_size(counts));
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    fmt::print("{} tokens, {} types; {:.2f} s in all; resident at most {:.0f} MB\n",
               cache.tokens().size(), tokenizer.vocabulary().size(), secondsSince(begin),
               static_cast<double>(usage.ru_maxrss) / 1e3);
    fs::remove(tokens);
    if (keep.empty())
        fs::remove(counts);
}
