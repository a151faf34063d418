// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/smoothed.h"

#include <memory>
#include <mutex>
#include <stop_token>
#include <utility>
#include <vector>

namespace ngram {

/// What the lab is asked.
struct LabRequest {
    std::vector<text::TokenId> history; ///< at most order - 1 tokens, none before <s>
    std::vector<EstimatorSpec> estimators;
    std::size_t seen = 12;  ///< tokens to show that followed the history, the most frequent there
    std::size_t unseen = 6; ///< … that never did, the most frequent of the text
};

/// One estimator after the history.
struct LabEstimate {
    EstimatorSpec spec;
    bool isDistribution = true;        ///< its probabilities sum to 1 (stupid back-off's do not)
    double seenMass = 0;               ///< probability of all tokens that followed the history
    double unseenMass = 0;             ///< … of all others
    double sum = 0;                    ///< … of the vocabulary; 0 where it has nothing to say
    std::vector<double> probabilities; ///< of LabResult::seen, then of LabResult::unseen
    /// What it computes with after the longest history that was followed: k, D, D1 to D3+, λ or α;
    /// empty where it has none of these.
    std::vector<double> parameters;
    ParameterSource source = ParameterSource::Counts; ///< of D, D1 to D3+ and λ
};

struct LabResult {
    std::vector<text::TokenId> history;
    std::uint64_t historyCount = 0; ///< how often something followed the history
    std::size_t different = 0;      ///< tokens that followed it
    std::size_t others = 0;         ///< entries that could and did not
    std::vector<text::TokenId> seen;
    std::vector<std::uint64_t> seenCounts;
    std::vector<text::TokenId> unseen;
    std::vector<LabEstimate> estimates; ///< in the request's order
};

/// Estimators side by side over the same counts, which must outlive it. Thread-safe. What takes
/// time to estimate is kept: the next request with other parameters is answered in milliseconds.
class SmoothingLab {
public:
    explicit SmoothingLab(const Counts& counts) : counts_(&counts) {}

    /// Throws base::InputError for a specification that is not valid, base::Cancelled.
    LabResult compare(const LabRequest& request, const std::stop_token& stop) const;

private:
    using EstimatorPointer = std::shared_ptr<const Estimator>;
    EstimatorPointer estimator(const EstimatorSpec& spec, const std::stop_token& stop) const;

    const Counts* counts_;
    mutable std::mutex mutex_;
    mutable std::vector<std::pair<EstimatorSpec, EstimatorPointer>> kept_;
};

} // namespace ngram
