// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/estimator.h"

#include "core/ngram/absolute_discounting.h"
#include "core/ngram/add_k.h"
#include "core/ngram/good_turing.h"
#include "core/ngram/jelinek_mercer.h"
#include "core/ngram/kneser_ney.h"
#include "core/ngram/look_up.h"
#include "core/ngram/maximum_likelihood.h"
#include "core/ngram/stupid_backoff.h"
#include "core/ngram/witten_bell.h"
#include "core/text/visible_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace ngram {

const std::vector<std::string>& estimatorNames() {
    static const std::vector<std::string> names{
        "mle",      "add-k",      "good-turing",         "jelinek-mercer", "witten-bell",
        "absolute", "kneser-ney", "modified-kneser-ney", "stupid-backoff"};
    return names;
}

std::size_t discountsOf(const std::string& estimator) {
    if (estimator == "modified-kneser-ney")
        return 3;
    return estimator == "absolute" || estimator == "kneser-ney" ? 1 : 0;
}

namespace {

void requireShare(const char* symbol, double value) {
    if (!(value >= 0 && value <= 1))
        throw base::InputError({NG_TEXT("core", "{0} is {1}. Choose a number from 0 to 1."),
                                {symbol, fmt::format("{}", value)}});
}

void requireValidDiscounts(const EstimatorSpec& spec) {
    const std::size_t wanted = discountsOf(spec.name);
    if (!spec.discounts.empty() && wanted == 0)
        throw base::InputError({NG_TEXT("core", "The estimator {0} has no discounts. Choose "
                                                "absolute, kneser-ney or modified-kneser-ney to "
                                                "set them."),
                                {spec.name}});
    for (const auto& values : spec.discounts) {
        if (values.size() != wanted)
            throw base::InputError(
                {NG_TEXT("core", "The estimator {0} takes {1} discounts for an order, not {2}: "
                                 "D for absolute and kneser-ney, D1, D2 and D3+ for "
                                 "modified-kneser-ney."),
                 {spec.name, std::to_string(wanted), std::to_string(values.size())}});
        for (std::size_t i = 0; i < values.size(); ++i)
            if (!(values[i] >= 0 && values[i] <= static_cast<double>(i + 1)))
                throw base::InputError(
                    {NG_TEXT("core", "A discount of {0} cannot be taken from a count of {1}. "
                                     "Choose a number from 0 to {1}."),
                     {fmt::format("{}", values[i]), std::to_string(i + 1)}});
    }
}

/// Asks for one probability after the other.
class PlaceScorer final : public lm::BulkScorer {
public:
    PlaceScorer(const Estimator& estimator, std::size_t historyLength)
        : estimator_(estimator), historyLength_(historyLength) {}

    void score(std::span<const text::TokenId> tokens, std::span<double> out) override {
        std::size_t begin = 0;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            if (tokens[i] == text::Vocabulary::begin) {
                begin = i;
                out[i] = 0;
                continue;
            }
            const std::size_t length = std::min(historyLength_, i - begin);
            out[i] =
                std::log(estimator_.probability(tokens.subspan(i - length, length), tokens[i]));
        }
    }

private:
    const Estimator& estimator_;
    std::size_t historyLength_;
};

} // namespace

void requireValid(const EstimatorSpec& spec) {
    const auto& names = estimatorNames();
    if (std::find(names.begin(), names.end(), spec.name) == names.end())
        throw base::InputError(
            {NG_TEXT("core", "There is no estimator called \"{0}\". Choose one of: {1}."),
             {spec.name, fmt::format("{}", fmt::join(names, ", "))}});
    if (spec.name == "add-k" && !(spec.k > 0 && std::isfinite(spec.k)))
        throw base::InputError(
            {NG_TEXT("core", "k is {0}. Choose a number above 0."), {fmt::format("{}", spec.k)}});
    requireValidDiscounts(spec);
    if (spec.lambda && spec.name != "jelinek-mercer")
        throw base::InputError({NG_TEXT("core", "The estimator {0} has no λ. Choose jelinek-mercer "
                                                "to set one."),
                                {spec.name}});
    if (spec.lambda)
        requireShare("λ", *spec.lambda);
    if (spec.name == "stupid-backoff")
        requireShare("α", spec.alpha);
}

void to_json(nlohmann::json& json, const EstimatorSpec& spec) {
    json = {{"name", spec.name}};
    if (spec.name == "add-k")
        json["k"] = spec.k;
    if (!spec.weights.empty())
        json["weights"] = spec.weights;
    if (!spec.discounts.empty())
        json["discounts"] = spec.discounts;
    if (spec.lambda)
        json["lambda"] = *spec.lambda;
    if (spec.name == "stupid-backoff")
        json["alpha"] = spec.alpha;
}

void from_json(const nlohmann::json& json, EstimatorSpec& spec) {
    json.at("name").get_to(spec.name);
    spec.k = json.value("k", EstimatorSpec{}.k);
    spec.weights = json.value("weights", EstimatorSpec{}.weights);
    spec.discounts = json.value("discounts", EstimatorSpec{}.discounts);
    spec.lambda.reset();
    if (json.contains("lambda"))
        spec.lambda = json["lambda"].get<double>();
    spec.alpha = json.value("alpha", EstimatorSpec{}.alpha);
}

std::unique_ptr<Estimator> makeEstimator(const EstimatorSpec& spec, const Counts& counts) {
    requireValid(spec);
    if (spec.discounts.size() > 1 && spec.discounts.size() != counts.order())
        throw base::InputError(
            {NG_TEXT("core", "There are discounts for {0} orders, but the model "
                             "has order {1}. Give one set for all orders, or "
                             "one for each."),
             {std::to_string(spec.discounts.size()), std::to_string(counts.order())}});
    if (spec.name == "add-k")
        return std::make_unique<AddK>(counts, spec.k);
    if (spec.name == "good-turing")
        return std::make_unique<GoodTuring>(counts);
    if (spec.name == "jelinek-mercer")
        return spec.lambda ? std::make_unique<JelinekMercer>(counts, *spec.lambda)
                           : std::make_unique<JelinekMercer>(counts, spec.weights);
    if (spec.name == "witten-bell")
        return std::make_unique<WittenBell>(counts);
    if (spec.name == "absolute")
        return std::make_unique<AbsoluteDiscounting>(counts, spec.discounts);
    if (spec.name == "kneser-ney")
        return std::make_unique<KneserNey>(counts, "kneser-ney",
                                           kneserNeyDiscounts(counts, spec.discounts));
    if (spec.name == "modified-kneser-ney")
        return std::make_unique<KneserNey>(counts, "modified-kneser-ney",
                                           modifiedKneserNeyDiscounts(counts, spec.discounts));
    if (spec.name == "stupid-backoff")
        return std::make_unique<StupidBackoff>(counts, spec.alpha);
    return std::make_unique<MaximumLikelihood>(counts);
}

std::unique_ptr<lm::BulkScorer> Estimator::openBulkScorer(std::size_t historyLength,
                                                          std::size_t /*tokens*/) const {
    return std::make_unique<PlaceScorer>(*this, historyLength);
}

bool canComeNext(const text::Vocabulary& vocabulary, text::TokenId token) {
    if (token == text::Vocabulary::unknown)
        return vocabulary.isOpen();
    return token != text::Vocabulary::begin;
}

std::size_t possibleNext(const text::Vocabulary& vocabulary) {
    return vocabulary.size() - (vocabulary.isOpen() ? 1 : 2);
}

std::vector<lm::Symbol> countSymbols(const Counts& counts, std::span<const text::TokenId> history,
                                     text::TokenId next, const Seen& seen) {
    const auto& vocabulary = counts.tokenizer().vocabulary();
    std::vector<std::string> tokens;
    for (const text::TokenId id : history)
        tokens.push_back(text::visibleText(vocabulary.token(id)));
    const std::string before = fmt::format("{}", fmt::join(tokens, ", "));
    tokens.push_back(text::visibleText(vocabulary.token(next)));
    return {{fmt::format("C({})", fmt::join(tokens, ", ")), static_cast<double>(seen.count)},
            {fmt::format("C({})", before), static_cast<double>(seen.historyCount)}};
}

} // namespace ngram
