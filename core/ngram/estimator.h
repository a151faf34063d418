// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lm/language_model.h"
#include "core/ngram/counts.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ngram {

/// Which estimator, with its parameters. A value.
struct EstimatorSpec {
    std::string name = "mle"; ///< one of estimatorNames()
    double k = 1.0;           ///< add-k: what is added to each count
    /// jelinek-mercer: as JelinekMercer::Weights; empty: estimated by leaving one out
    std::vector<std::vector<double>> weights = {};
    /// absolute and kneser-ney: {D}, modified-kneser-ney: {D1, D2, D3+}; for the n-grams of each
    /// length, or once for all; empty: estimated from the counts
    std::vector<std::vector<double>> discounts = {};
    std::optional<double> lambda = {}; ///< jelinek-mercer: the weight of every history
    double alpha = 0.4; ///< stupid-backoff: what the shorter history's score is times

    bool operator==(const EstimatorSpec&) const = default;
};

/// Throws base::InputError for an unknown name (naming those there are) and for parameters that
/// give no distribution, or that the estimator does not have.
void requireValid(const EstimatorSpec& spec);
/// How many discounts an estimator takes: 0, 1 (D) or 3 (D1, D2, D3+).
std::size_t discountsOf(const std::string& estimator);
const std::vector<std::string>& estimatorNames();
void to_json(nlohmann::json& json, const EstimatorSpec& spec);
void from_json(const nlohmann::json& json, EstimatorSpec& spec);

/// How counts become probabilities. `history` is what precedes, as far as the model looks: at most
/// order - 1 tokens, none before <s>. Stateless and thread-safe; the counts must outlive it.
class Estimator {
public:
    virtual ~Estimator() = default;
    /// P(next | history). 0 for <s>. For <unk> in a closed vocabulary, maximum likelihood and add-k
    /// give 0 and the smoothed estimators what is left for tokens never seen.
    virtual double probability(std::span<const text::TokenId> history,
                               text::TokenId next) const = 0;
    /// Scores sentences after histories of at most `historyLength` tokens; `tokens` is about how
    /// many there will be. The default asks probability() at each place.
    virtual std::unique_ptr<lm::BulkScorer> openBulkScorer(std::size_t historyLength,
                                                           std::size_t tokens) const;
    /// P(next | history) for every vocabulary entry, into `out`. The sum is 1, or 0 where the
    /// estimator has no distribution after this history.
    virtual void distribution(std::span<const text::TokenId> history,
                              std::span<double> out) const = 0;
    /// The same from the two counts alone, where the estimator needs no more: quick in long tables.
    virtual std::optional<double> fromCounts(std::uint64_t /*count*/,
                                             std::uint64_t /*historyCount*/) const {
        return std::nullopt;
    }
    /// Parameters that were estimated, and where a fall-back was taken instead.
    virtual std::vector<lm::Fact> facts() const { return {}; }
    /// Whether the probabilities after a history sum to 1.
    virtual bool isDistribution() const { return true; }
    virtual lm::Explanation explain(std::span<const text::TokenId> history,
                                    text::TokenId next) const = 0;
};

std::unique_ptr<Estimator> makeEstimator(const EstimatorSpec& spec, const Counts& counts);

/// Number of entries that can come next: all but <s>, and but <unk> in a closed vocabulary.
std::size_t possibleNext(const text::Vocabulary& vocabulary);
bool canComeNext(const text::Vocabulary& vocabulary, text::TokenId token);

} // namespace ngram
