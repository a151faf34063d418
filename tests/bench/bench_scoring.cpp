// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/progress.h"
#include "core/lm/mixture.h"
#include "core/lm/score.h"
#include "core/ngram/ngram_model.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <memory>

// How fast a counts file (bench_counting --keep) scores a text, reading and splitting included, and
// how long the distribution of the next token takes after histories of that text.
//   bench_scoring COUNTS TEXT [--estimator NAME] [--repeat N] [--mix COUNTS]
// With --mix it times the mixture with a second model as well, in turns with and without the bulk
// scorers of its parts.

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// A mixture that does not say that it can be scored by many threads.
class Patient final : public lm::LanguageModel {
public:
    explicit Patient(const lm::Mixture& mixture) : mixture_(mixture) {}
    const text::Tokenizer& tokenizer() const override { return mixture_.tokenizer(); }
    std::unique_ptr<lm::Session> openSession() const override { return mixture_.openSession(); }
    void scoreSentences(std::span<const text::TokenId> tokens,
                        std::span<double> out) const override {
        mixture_.scoreSentences(tokens, out);
    }
    std::size_t tokensAtOnce() const override { return mixture_.tokensAtOnce(); }
    lm::Description describe() const override { return mixture_.describe(); }

private:
    const lm::Mixture& mixture_;
};

void timeScoring(const char* what, const lm::LanguageModel& model,
                 const corpus::Document& document) {
    base::NoProgress progress;
    const auto start = Clock::now();
    const auto summary = lm::scoreDocument(model, document, progress, {});
    const double seconds = secondsSince(start);
    fmt::print("{}{} tokens in {:.3f} s: {:.2f} million a second; perplexity {:.4f}, without "
               "unknown tokens {:.4f}\n",
               what, summary.tokens, seconds, static_cast<double>(summary.tokens) / seconds / 1e6,
               summary.perplexity(), summary.perplexityExcludingOov());
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
    std::filesystem::path other;
    app.add_option("--mix", other, "Counts of a second model");
    CLI11_PARSE(app, argc, argv);

    auto start = Clock::now();
    const auto model = std::make_shared<const ngram::NgramModel>(ngram::openCounts(counts), spec);
    fmt::print("opening: {:.1f} ms\n", secondsSince(start) * 1e3);
    const auto documents = corpus::findDocuments({text});
    for (int i = 0; i < repeat; ++i)
        timeScoring("", *model, documents.front());
    if (!other.empty()) {
        const lm::Mixture mixture(
            {"first", model},
            {"second", std::make_shared<const ngram::NgramModel>(ngram::openCounts(other), spec)},
            0.5);
        for (int i = 0; i < repeat; ++i) {
            timeScoring("mixture, without bulk scorers: ", Patient(mixture), documents.front());
            timeScoring("mixture, with bulk scorers:    ", mixture, documents.front());
        }
    }
    const auto session = model->openSession();
    constexpr int places = 50;
    start = Clock::now();
    for (int i = 0; i < places; ++i) {
        const std::vector<text::TokenId> history{text::Vocabulary::begin,
                                                 text::tokenId(3 + static_cast<std::size_t>(i)),
                                                 text::tokenId(3)};
        session->feed(history);
        session->logProbabilities();
    }
    fmt::print("distribution over {} tokens: {:.2f} ms\n", model->tokenizer().vocabulary().size(),
               secondsSince(start) / places * 1e3);
}
