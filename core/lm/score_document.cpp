// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/corpus/vocabulary_numberer.h"
#include "core/lm/score.h"

#include <algorithm>
#include <cmath>

namespace lm {

namespace {

/// Scores the sentences of a stream, many at a time where they are short.
class ScoringSink final : public corpus::TokenSink {
public:
    ScoringSink(const LanguageModel& model, const std::stop_token& stop)
        : model_(model), stop_(stop) {}

    void add(const corpus::TokenBlock& block) override {
        summary_.bytes += block.textBytes;
        const std::size_t before = tokens_.size();
        tokens_.resize(before + block.tokens.size());
        std::transform(block.tokens.begin(), block.tokens.end(),
                       tokens_.begin() + static_cast<std::ptrdiff_t>(before),
                       [](std::uint32_t number) { return text::tokenId(number); });
        if (tokens_.size() >= model_.tokensAtOnce() && tokens_.back() == text::Vocabulary::end)
            finish();
    }
    void finish() {
        logProbabilities_.resize(tokens_.size());
        const std::span tokens(tokens_);
        for (std::size_t begin = 0; begin < tokens.size();) {
            base::throwIfStopped(stop_);
            const std::size_t least = std::min(begin + model_.tokensAtOnce(), tokens.size());
            const auto end = static_cast<std::size_t>(
                std::find(tokens.begin() + static_cast<std::ptrdiff_t>(least), tokens.end(),
                          text::Vocabulary::begin) -
                tokens.begin());
            model_.scoreSentences(tokens.subspan(begin, end - begin),
                                  std::span(logProbabilities_).subspan(begin, end - begin));
            begin = end;
        }
        std::size_t first = 0; // of the sentence
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            const text::TokenId token = tokens_[i];
            if (token == text::Vocabulary::begin) {
                first = i;
                continue;
            }
            const bool known = token != text::Vocabulary::unknown;
            summary_.add(known, logProbabilities_[i]);
            if (std::isinf(logProbabilities_[i]))
                summary_.blame(model_, std::span(tokens_).subspan(first, i - first),
                               std::string(model_.tokenizer().vocabulary().token(token)), known);
        }
        tokens_.clear();
    }
    const ScoreSummary& summary() const { return summary_; }

private:
    const LanguageModel& model_;
    const std::stop_token& stop_;
    std::vector<text::TokenId> tokens_;
    std::vector<double> logProbabilities_;
    ScoreSummary summary_;
};

} // namespace

ScoreSummary scoreDocument(const LanguageModel& model, const corpus::Document& document,
                           base::Progress& progress, const std::stop_token& stop) {
    std::vector<corpus::Document> read{document};
    corpus::VocabularyNumberer numberer(
        model.tokenizer().vocabulary()); // asks only, so all share it
    const std::vector<corpus::TokenNumberer*> numberers(base::computeThreads(), &numberer);
    ScoringSink sink(model, stop);
    corpus::streamTokens(read, model.tokenizer().spec(), NG_TEXT("core", "Scoring {0}"), numberers,
                         sink, progress, stop);
    sink.finish();
    return sink.summary();
}

} // namespace lm
