// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/smoothing_lab.h"

#include "core/base/progress.h"
#include "core/ngram/jelinek_mercer.h"
#include "core/ngram/look_up.h"

#include <algorithm>

namespace ngram {

namespace {

struct Counted {
    text::TokenId token{};
    std::uint64_t count = 0;
};

/// The most frequent ones first; equal counts by id.
void keepMostFrequent(std::vector<Counted>& tokens, std::size_t number) {
    const auto kept = static_cast<std::ptrdiff_t>(std::min(number, tokens.size()));
    std::partial_sort(tokens.begin(), tokens.begin() + kept, tokens.end(),
                      [](const Counted& a, const Counted& b) {
                          return a.count != b.count ? a.count > b.count : a.token < b.token;
                      });
    tokens.resize(static_cast<std::size_t>(kept));
}

/// Finds the tokens to show, and marks all that followed the history.
std::vector<bool> findTokens(const Counts& counts, const LabRequest& request, LabResult& result) {
    const auto& vocabulary = counts.tokenizer().vocabulary();
    std::vector<bool> followed(vocabulary.size());
    std::vector<Counted> seen;
    forEachSeen(counts, request.history,
                [&](text::TokenId token, std::uint64_t count, std::uint64_t /*historyCount*/) {
                    // Among the unigrams are tokens that the text does not have.
                    if (count == 0)
                        return;
                    followed[text::index(token)] = true;
                    seen.push_back({token, count});
                });
    std::vector<Counted> unseen;
    for (std::size_t i = 0; i < vocabulary.size(); ++i) {
        const text::TokenId token = text::tokenId(i);
        if (followed[i] || !canComeNext(vocabulary, token))
            continue;
        ++result.others;
        if (const std::uint64_t count = counts.count({1, i}); count > 0)
            unseen.push_back({token, count});
    }
    result.different = seen.size();
    keepMostFrequent(seen, request.seen);
    keepMostFrequent(unseen, request.unseen);
    for (const Counted& each : seen) {
        result.seen.push_back(each.token);
        result.seenCounts.push_back(each.count);
    }
    for (const Counted& each : unseen)
        result.unseen.push_back(each.token);
    return followed;
}

/// The parameters, as the formula of one probability names them.
void readParameters(const Estimator& estimator, std::span<const text::TokenId> history,
                    LabEstimate& estimate) {
    const EstimatorSpec& spec = estimate.spec;
    std::vector<std::string> names;
    if (spec.name == "add-k")
        estimate.parameters = {spec.k};
    else if (spec.name == "stupid-backoff")
        estimate.parameters = {spec.alpha};
    else if (spec.name == "absolute")
        names = {"D"};
    else if (spec.name == "kneser-ney")
        names = {"D1"}; // all three are the same
    else if (spec.name == "modified-kneser-ney")
        names = {"D1", "D2", "D3+"};
    else if (spec.name == "jelinek-mercer")
        names = {"λ"};
    const auto* smoothed = dynamic_cast<const Smoothed*>(&estimator);
    if (names.empty() || smoothed == nullptr)
        return;
    const lm::Explanation explanation = estimator.explain(history, text::Vocabulary::end);
    if (explanation.levels.size() < 2)
        return; // a text without a token: nothing but the uniform distribution
    for (const lm::Symbol& symbol : explanation.symbols)
        if (std::find(names.begin(), names.end(), symbol.name) != names.end())
            estimate.parameters.push_back(symbol.value);
    // Below the levels of the histories, from the empty one on, lies the uniform distribution.
    estimate.source = smoothed->source(static_cast<unsigned>(explanation.levels.size() - 1));
}

} // namespace

SmoothingLab::EstimatorPointer SmoothingLab::estimator(const EstimatorSpec& spec,
                                                       const std::stop_token& stop) const {
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [known, made] : kept_)
            if (known == spec)
                return made;
    }
    EstimatorSpec complete = spec;
    const bool mixes = spec.name == "jelinek-mercer" && !spec.lambda;
    if (mixes && spec.weights.empty()) {
        requireValid(spec);
        complete.weights = JelinekMercer::leaveOneOut(*counts_, stop);
    }
    EstimatorPointer made = makeEstimator(complete, *counts_);
    // The others are made from a handful of numbers.
    if (mixes || spec.name == "good-turing") {
        const std::lock_guard lock(mutex_);
        kept_.emplace_back(spec, made);
    }
    return made;
}

LabResult SmoothingLab::compare(const LabRequest& request, const std::stop_token& stop) const {
    LabResult result;
    result.history = request.history;
    result.historyCount = lookUpHistory(*counts_, request.history);
    const std::vector<bool> followed = findTokens(*counts_, request, result);
    std::vector<double> distribution(followed.size());
    for (const EstimatorSpec& spec : request.estimators) {
        base::throwIfStopped(stop);
        const EstimatorPointer made = estimator(spec, stop);
        made->distribution(request.history, distribution);
        LabEstimate estimate;
        estimate.spec = spec;
        estimate.isDistribution = made->isDistribution();
        for (std::size_t i = 0; i < distribution.size(); ++i)
            (followed[i] ? estimate.seenMass : estimate.unseenMass) += distribution[i];
        estimate.sum = estimate.seenMass + estimate.unseenMass;
        for (const auto* tokens : {&result.seen, &result.unseen})
            for (const text::TokenId token : *tokens)
                estimate.probabilities.push_back(distribution[text::index(token)]);
        readParameters(*made, request.history, estimate);
        result.estimates.push_back(std::move(estimate));
    }
    return result;
}

} // namespace ngram
