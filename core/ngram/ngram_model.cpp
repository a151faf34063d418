// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/ngram_model.h"

#include "core/base/parallel.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ngram {

namespace {

class NgramSession final : public lm::Session {
public:
    explicit NgramSession(const NgramModel& model)
        : model_(&model), logProbabilities_(model.tokenizer().vocabulary().size()) {}

    void feed(std::span<const text::TokenId> tokens) override {
        history_.insert(history_.end(), tokens.begin(), tokens.end());
        const auto kept = model_->relevant(history_);
        history_.erase(history_.begin(), history_.end() - static_cast<std::ptrdiff_t>(kept.size()));
    }

    std::span<const double> logProbabilities() override {
        model_->estimator().distribution(history_, logProbabilities_);
        for (double& value : logProbabilities_)
            value = std::log(value);
        return logProbabilities_;
    }

private:
    const NgramModel* model_;
    std::vector<text::TokenId> history_;
    std::vector<double> logProbabilities_;
};

} // namespace

NgramModel::NgramModel(std::shared_ptr<const Counts> counts, const EstimatorSpec& spec)
    : trie_(counts),
      counts_(std::move(counts)),
      spec_(spec),
      estimator_(makeEstimator(spec_, *counts_)) {}

NgramModel::NgramModel(const std::shared_ptr<const BackoffTable>& table)
    : trie_(table), estimator_(std::make_unique<BackedOff>(*table)) {
    spec_.name = BackedOff::estimatorName;
}

const Counts& NgramModel::counts() const {
    if (!counts_)
        throw base::InputError(NG_TEXT("core", "This model is a table of probabilities, imported "
                                               "or pruned, without the counts that this needs. "
                                               "Choose a model that was trained here."));
    return *counts_;
}

std::unique_ptr<lm::Session> NgramModel::openSession() const {
    return std::make_unique<NgramSession>(*this);
}

std::span<const text::TokenId> NgramModel::relevant(std::span<const text::TokenId> tokens) const {
    const auto last = tokens.last(std::min<std::size_t>(tokens.size(), order() - 1));
    const auto begin = std::find(last.rbegin(), last.rend(), text::Vocabulary::begin);
    if (begin == last.rend())
        return last;
    return last.last(static_cast<std::size_t>(begin - last.rbegin()) + 1);
}

void NgramModel::scoreSentence(std::span<const text::TokenId> sentence,
                               std::span<double> out) const {
    for (std::size_t i = 0; i + 1 < sentence.size(); ++i)
        out[i] =
            std::log(estimator_->probability(relevant(sentence.first(i + 1)), sentence[i + 1]));
}

void NgramModel::scoreSentences(std::span<const text::TokenId> tokens,
                                std::span<double> out) const {
    constexpr std::size_t enough = 4096; // less is done before a thread has begun
    const auto threads = static_cast<unsigned>(
        std::clamp<std::size_t>(tokens.size() / enough, 1, base::computeThreads()));
    // A piece begins with a sentence.
    const auto border = [&](std::size_t place) {
        while (place < tokens.size() && tokens[place] != text::Vocabulary::begin)
            ++place;
        return place;
    };
    base::runInParallel(threads, [&](unsigned thread) {
        const std::size_t begin = border(tokens.size() * thread / threads);
        const std::size_t end = border(tokens.size() * (thread + 1) / threads);
        if (begin >= end)
            return;
        estimator_->openBulkScorer(order() - 1, end - begin)
            ->score(tokens.subspan(begin, end - begin), out.subspan(begin, end - begin));
    });
}

std::unique_ptr<lm::BulkScorer> NgramModel::openBulkScorer() const {
    return estimator_->openBulkScorer(order() - 1, tokensAtOnce());
}

lm::Description NgramModel::describe() const {
    lm::Description description{"ngram", {}};
    const auto add = [&](const char* label, const std::string& value) {
        description.facts.push_back({{label}, value});
    };
    add(NG_TEXT("core", "Order"), std::to_string(order()));
    add(NG_TEXT("core", "Estimator"), spec_.name);
    if (spec_.name == "add-k")
        add(NG_TEXT("core", "k"), fmt::format("{}", spec_.k));
    add(NG_TEXT("core", "Tokenizer"), std::string(text::toName(tokenizer().spec().kind)));
    add(NG_TEXT("core", "Vocabulary"), std::to_string(tokenizer().vocabulary().size()));
    if (counts_) {
        add(NG_TEXT("core", "Tokens"), std::to_string(counts_->events()));
        add(NG_TEXT("core", "Sentences"), std::to_string(counts_->sentences()));
    }
    const auto ofEstimator = estimator_->facts();
    description.facts.insert(description.facts.end(), ofEstimator.begin(), ofEstimator.end());
    for (unsigned length = 2; length <= order(); ++length)
        description.facts.push_back({{NG_TEXT("core", "{0}-grams"), {std::to_string(length)}},
                                     std::to_string(trie_->size(length))});
    return description;
}

lm::Explanation NgramModel::explain(std::span<const text::TokenId> history,
                                    text::TokenId next) const {
    const auto seen = relevant(history);
    lm::Explanation explanation = estimator_->explain(seen, next);
    explanation.ngram.assign(seen.begin(), seen.end());
    explanation.ngram.push_back(next);
    return explanation;
}

base::FileKind countsFileKind() {
    return {"NGMCOUNT", 5, NG_TEXT("core", "n-gram model")};
}

std::shared_ptr<const Counts> openCounts(const std::filesystem::path& path) {
    return std::make_shared<const Counts>(openNgramFile(path, countsFileKind()));
}

} // namespace ngram
