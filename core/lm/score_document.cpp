// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/corpus/vocabulary_numberer.h"
#include "core/lm/score.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

namespace lm {

namespace {

std::vector<text::TokenId> tokensOf(std::span<const std::uint32_t> numbers) {
    std::vector<text::TokenId> tokens(numbers.size());
    std::transform(numbers.begin(), numbers.end(), tokens.begin(),
                   [](std::uint32_t number) { return text::tokenId(number); });
    return tokens;
}

/// Of sentences that lie one after the other, with their scores.
ScoreSummary sum(const LanguageModel& model, std::span<const text::TokenId> tokens,
                 std::span<const double> logProbabilities) {
    ScoreSummary summary;
    std::size_t first = 0; // of the sentence
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const text::TokenId token = tokens[i];
        if (token == text::Vocabulary::begin) {
            first = i;
            continue;
        }
        const bool known = token != text::Vocabulary::unknown;
        summary.add(known, logProbabilities[i]);
        if (std::isinf(logProbabilities[i]))
            summary.blame(model, tokens.subspan(first, i - first),
                          std::string(model.tokenizer().vocabulary().token(token)), known);
    }
    return summary;
}

/// The sentences of a block that begin and end in it: its tokens [first, last).
struct ScoredBlock final : corpus::BlockWork {
    std::size_t first = 0;
    std::size_t last = 0;
    ScoreSummary summary;
};

/// Scores the sentences of a stream: block by block on the threads that cut it where the model has
/// scorers for them; else on this one, many at a time where they are short.
class ScoringSink final : public corpus::TokenSink {
public:
    ScoringSink(const LanguageModel& model, unsigned threads, const std::stop_token& stop)
        : model_(model), stop_(stop), scorers_(threads) {
        summary_.pseudo = model.isScoredFromBothSides();
        for (auto& scorer : scorers_)
            scorer = model.openBulkScorer();
    }

    std::unique_ptr<corpus::BlockWork> prepare(const corpus::TokenBlock& block) override {
        BulkScorer* const scorer = scorers_[block.numberer].get();
        if (scorer == nullptr)
            return nullptr;
        auto work = std::make_unique<ScoredBlock>();
        const auto tokens = tokensOf(block.tokens);
        work->first = static_cast<std::size_t>(
            std::find(tokens.begin(), tokens.end(), text::Vocabulary::begin) - tokens.begin());
        const auto end = std::find(tokens.rbegin(), tokens.rend(), text::Vocabulary::end);
        work->last = std::max(work->first, static_cast<std::size_t>(tokens.rend() - end));
        const auto whole = std::span(tokens).subspan(work->first, work->last - work->first);
        std::vector<double> logProbabilities(whole.size());
        scorer->score(whole, logProbabilities);
        work->summary = sum(model_, whole, logProbabilities);
        return work;
    }

    void add(const corpus::TokenBlock& block) override {
        summary_.bytes += block.textBytes;
        const std::span numbers(block.tokens);
        if (const auto* const work = static_cast<const ScoredBlock*>(block.work.get())) {
            keep(numbers.first(work->first));
            if (work->first < numbers.size())
                finish();
            summary_.add(work->summary);
            keep(numbers.subspan(work->last));
            return;
        }
        keep(numbers);
        if (tokens_.size() >= model_.tokensAtOnce() && tokens_.back() == text::Vocabulary::end)
            finish();
    }
    void finish() {
        std::vector<double> logProbabilities(tokens_.size());
        const std::span tokens(tokens_);
        for (std::size_t begin = 0; begin < tokens.size();) {
            base::throwIfStopped(stop_);
            const std::size_t least = std::min(begin + model_.tokensAtOnce(), tokens.size());
            const auto end = static_cast<std::size_t>(
                std::find(tokens.begin() + static_cast<std::ptrdiff_t>(least), tokens.end(),
                          text::Vocabulary::begin) -
                tokens.begin());
            model_.scoreSentences(tokens.subspan(begin, end - begin),
                                  std::span(logProbabilities).subspan(begin, end - begin));
            begin = end;
        }
        summary_.add(sum(model_, tokens, logProbabilities));
        tokens_.clear();
    }
    const ScoreSummary& summary() const { return summary_; }

private:
    void keep(std::span<const std::uint32_t> numbers) {
        const auto tokens = tokensOf(numbers);
        tokens_.insert(tokens_.end(), tokens.begin(), tokens.end());
    }

    const LanguageModel& model_;
    const std::stop_token& stop_;
    std::vector<std::unique_ptr<BulkScorer>> scorers_; ///< by thread
    std::vector<text::TokenId> tokens_;                ///< not scored yet
    ScoreSummary summary_;
};

} // namespace

ScoreSummary scoreDocument(const LanguageModel& model, const corpus::Document& document,
                           base::Progress& progress, const std::stop_token& stop) {
    std::vector<corpus::Document> read{document};
    corpus::VocabularyNumberer numberer(
        model.tokenizer().vocabulary()); // asks only, so all share it
    const unsigned threads = base::computeThreads();
    const std::vector<corpus::TokenNumberer*> numberers(threads, &numberer);
    ScoringSink sink(model, threads, stop);
    corpus::streamTokens(read, model.tokenizer().spec(), NG_TEXT("core", "Scoring {0}"), numberers,
                         sink, progress, stop);
    sink.finish();
    return sink.summary();
}

} // namespace lm
