// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/progress.h"
#include "core/lm/score.h"
#include "core/ngram/ngram_model.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <chrono>
#include <filesystem>

// How fast a counts file (bench_counting --keep) scores a text, reading and splitting included, and
// how long the distribution of the next token takes after histories of that text.
//   bench_scoring COUNTS TEXT [--estimator NAME] [--repeat N]

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app("Scores a text with an n-gram model and says how fast.");
    std::filesystem::path counts;
    std::filesystem::path text;
    ngram::EstimatorSpec spec{"modified-kneser-ney"};
    int repeat = 3;
    app.add_option("counts", counts)->required();
    app.add_option("text", text)->required();
    app.add_option("--estimator", spec.name);
    app.add_option("--repeat", repeat);
    CLI11_PARSE(app, argc, argv);

    auto start = Clock::now();
    const ngram::NgramModel model(ngram::openCounts(counts), spec);
    fmt::print("opening: {:.1f} ms\n", secondsSince(start) * 1e3);
    const auto documents = corpus::findDocuments({text});
    base::NoProgress progress;
    for (int i = 0; i < repeat; ++i) {
        start = Clock::now();
        const auto summary = lm::scoreDocument(model, documents.front(), progress, {});
        const double seconds = secondsSince(start);
        fmt::print("{} tokens in {:.3f} s: {:.2f} million a second; perplexity {:.4f}, without "
                   "unknown tokens {:.4f}\n",
                   summary.tokens, seconds, static_cast<double>(summary.tokens) / seconds / 1e6,
                   summary.perplexity(), summary.perplexityExcludingOov());
    }
    const auto session = model.openSession();
    constexpr int places = 50;
    start = Clock::now();
    for (int i = 0; i < places; ++i) {
        const std::vector<text::TokenId> history{text::Vocabulary::begin,
                                                 text::tokenId(3 + static_cast<std::size_t>(i)),
                                                 text::tokenId(3)};
        session->feed(history);
        session->logProbabilities();
    }
    fmt::print("distribution over {} tokens: {:.2f} ms\n", model.tokenizer().vocabulary().size(),
               secondsSince(start) / places * 1e3);
}
