// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lm/mixture.h"

#include "core/base/error.h"
#include "core/text/visible_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace lm {

namespace {

constexpr double impossible = -std::numeric_limits<double>::infinity();

text::Tokenizer unite(const text::Tokenizer& first, const text::Tokenizer& second) {
    if (first.spec() != second.spec())
        throw base::InputError(
            {NG_TEXT("core", "The two models cut text into tokens in different ways ({0} and {1}), "
                             "so that they cannot be mixed. Choose two with the same tokenizer."),
             {std::string(text::toName(first.spec().kind)),
              std::string(text::toName(second.spec().kind))}});
    const auto& one = first.vocabulary();
    const auto& other = second.vocabulary();
    std::vector<std::string> tokens;
    for (std::size_t i = text::Vocabulary::specialCount; i < one.size(); ++i)
        tokens.emplace_back(one.token(text::tokenId(i)));
    for (std::size_t i = text::Vocabulary::specialCount; i < other.size(); ++i)
        if (const auto token = other.token(text::tokenId(i));
            one.find(token) == text::Vocabulary::unknown)
            tokens.emplace_back(token);
    return {first.spec(),
            text::Vocabulary::fromTokens(tokens, one.unknownCount() + other.unknownCount())};
}

std::vector<text::TokenId> idsOf(const text::Vocabulary& united, const text::Vocabulary& own) {
    std::vector<text::TokenId> ids;
    for (std::size_t i = 0; i < united.size(); ++i) {
        const text::TokenId id = text::tokenId(i);
        ids.push_back(text::Vocabulary::isSpecial(id) ? id : own.find(united.token(id)));
    }
    return ids;
}

} // namespace

double mixedLogProbability(double first, double second, double weight) {
    const double one = weight > 0 ? first + std::log(weight) : impossible;
    const double other = weight < 1 ? second + std::log1p(-weight) : impossible;
    const double larger = std::max(one, other);
    if (larger == impossible)
        return impossible;
    return larger + std::log1p(std::exp(std::min(one, other) - larger));
}

double mixtureWeight(std::span<const double> first, std::span<const double> second) {
    constexpr int most = 1000;
    constexpr double near = 1e-9;
    double weight = 0.5;
    for (int round = 0; round < most; ++round) {
        double sum = 0;
        std::size_t number = 0;
        for (std::size_t i = 0; i < first.size(); ++i) {
            const double mixed = mixedLogProbability(first[i], second[i], weight);
            if (mixed == impossible)
                continue;
            sum += std::exp(first[i] + std::log(weight) - mixed);
            ++number;
        }
        if (number == 0)
            return weight;
        const double next = sum / static_cast<double>(number);
        if (std::abs(next - weight) < near)
            return next;
        weight = next;
        if (weight <= 0 || weight >= 1)
            return std::clamp(weight, 0.0, 1.0);
    }
    return weight;
}

class MixtureSession final : public Session {
public:
    explicit MixtureSession(const Mixture& mixture)
        : mixture_(&mixture),
          first_(mixture.first_.component.model->openSession()),
          second_(mixture.second_.component.model->openSession()),
          logProbabilities_(mixture.tokenizer().vocabulary().size()) {}

    void feed(std::span<const text::TokenId> tokens) override {
        first_->feed(mixture_->first_.translate(tokens));
        second_->feed(mixture_->second_.translate(tokens));
    }

    std::span<const double> logProbabilities() override {
        const auto one = first_->logProbabilities();
        const auto other = second_->logProbabilities();
        for (std::size_t i = 0; i < logProbabilities_.size(); ++i) {
            const text::TokenId token = text::tokenId(i);
            const auto of = [&](const Mixture::Part& part, std::span<const double> values) {
                return part.knows(token) ? values[text::index(part.ids[i])] : impossible;
            };
            logProbabilities_[i] = mixedLogProbability(
                of(mixture_->first_, one), of(mixture_->second_, other), mixture_->weight_);
        }
        return logProbabilities_;
    }

private:
    const Mixture* mixture_;
    std::unique_ptr<Session> first_;
    std::unique_ptr<Session> second_;
    std::vector<double> logProbabilities_;
};

class MixtureScorer final : public BulkScorer {
public:
    MixtureScorer(const Mixture& mixture, std::unique_ptr<BulkScorer> first,
                  std::unique_ptr<BulkScorer> second)
        : mixture_(&mixture), first_(std::move(first)), second_(std::move(second)) {}

    void score(std::span<const text::TokenId> tokens, std::span<double> out) override {
        scorePart(mixture_->first_, *first_, tokens, scores_.first);
        scorePart(mixture_->second_, *second_, tokens, scores_.second);
        mixture_->mix(tokens, scores_, out);
    }

private:
    static void scorePart(const Mixture::Part& part, BulkScorer& scorer,
                          std::span<const text::TokenId> tokens, std::vector<double>& scores) {
        scores.resize(tokens.size());
        scorer.score(part.translate(tokens), scores);
        part.forbidUnknown(tokens, scores);
    }

    const Mixture* mixture_;
    std::unique_ptr<BulkScorer> first_;
    std::unique_ptr<BulkScorer> second_;
    Mixture::Scores scores_; ///< kept from call to call: only its room
};

Mixture::Mixture(Component first, Component second, double weight)
    : tokenizer_(unite(first.model->tokenizer(), second.model->tokenizer())),
      first_{std::move(first), {}},
      second_{std::move(second), {}},
      weight_(weight) {
    if (!(weight >= 0 && weight <= 1))
        throw base::InputError({NG_TEXT("core", "The weight of the first model is {0}. Choose one "
                                                "from 0 to 1."),
                                {fmt::format("{}", weight)}});
    for (Part* part : {&first_, &second_})
        part->ids = idsOf(tokenizer_.vocabulary(), part->component.model->tokenizer().vocabulary());
}

std::vector<text::TokenId> Mixture::Part::translate(std::span<const text::TokenId> tokens) const {
    std::vector<text::TokenId> own;
    own.reserve(tokens.size());
    for (const text::TokenId token : tokens)
        own.push_back(ids[text::index(token)]);
    return own;
}

std::unique_ptr<Session> Mixture::openSession() const {
    return std::make_unique<MixtureSession>(*this);
}

void Mixture::Part::forbidUnknown(std::span<const text::TokenId> tokens,
                                  std::span<double> out) const {
    for (std::size_t i = 0; i < tokens.size(); ++i)
        if (!knows(tokens[i]))
            out[i] = impossible;
}

std::unique_ptr<BulkScorer> Mixture::openBulkScorer() const {
    auto first = first_.component.model->openBulkScorer();
    auto second = second_.component.model->openBulkScorer();
    if (first == nullptr || second == nullptr)
        return nullptr;
    return std::make_unique<MixtureScorer>(*this, std::move(first), std::move(second));
}

void Mixture::scorePart(const Part& part, std::span<const text::TokenId> tokens,
                        std::span<double> out) const {
    part.component.model->scoreSentences(part.translate(tokens), out);
    part.forbidUnknown(tokens, out);
}

Mixture::Scores Mixture::scoreApart(std::span<const text::TokenId> tokens) const {
    Scores scores{std::vector<double>(tokens.size()), std::vector<double>(tokens.size())};
    scorePart(first_, tokens, scores.first);
    scorePart(second_, tokens, scores.second);
    return scores;
}

void Mixture::scoreSentences(std::span<const text::TokenId> tokens, std::span<double> out) const {
    mix(tokens, scoreApart(tokens), out);
}

void Mixture::mix(std::span<const text::TokenId> tokens, const Scores& scores,
                  std::span<double> out) const {
    for (std::size_t i = 0; i < tokens.size(); ++i)
        out[i] = tokens[i] == text::Vocabulary::begin
                     ? 0
                     : mixedLogProbability(scores.first[i], scores.second[i], weight_);
}

void Mixture::scoreSentence(std::span<const text::TokenId> sentence, std::span<double> out) const {
    std::vector<double> scores(sentence.size());
    scoreSentences(sentence, scores);
    std::copy(scores.begin() + 1, scores.end(), out.begin());
}

std::span<const text::TokenId> Mixture::relevant(std::span<const text::TokenId> tokens) const {
    const auto lengthOf = [&](const Part& part) {
        return part.component.model->relevant(part.translate(tokens)).size();
    };
    return tokens.last(std::max(lengthOf(first_), lengthOf(second_)));
}

Description Mixture::describe() const {
    Description description{"mixture", {}};
    const auto add = [&](const char* label, const std::string& value) {
        description.facts.push_back({{label}, value});
    };
    add(NG_TEXT("core", "First model"), first_.component.name);
    add(NG_TEXT("core", "Second model"), second_.component.name);
    add(NG_TEXT("core", "Weight of the first, λ"), fmt::format("{:.6g}", weight_));
    add(NG_TEXT("core", "Tokenizer"), std::string(text::toName(tokenizer_.spec().kind)));
    add(NG_TEXT("core", "Vocabulary"), std::to_string(tokenizer_.vocabulary().size()));
    const auto addAll = [&](const char* label, const Component& component) {
        for (const Fact& fact : component.model->describe().facts)
            description.facts.push_back({{label, {}, {fact.label}}, fact.value});
    };
    addAll(NG_TEXT("core", "First model: {0}"), first_.component);
    addAll(NG_TEXT("core", "Second model: {0}"), second_.component);
    return description;
}

ExplainedPart Mixture::Part::explain(const char* symbol, std::span<const text::TokenId> history,
                                     text::TokenId next) const {
    ExplainedPart part{symbol, component.name, component.model.get(), {}, {}};
    if (!knows(next)) {
        part.missing = NG_TEXT("core", "the token is not in this model's vocabulary");
        return part;
    }
    const auto own = translate(history);
    const text::TokenId token = ids[text::index(next)];
    if (const auto* explainer = dynamic_cast<const Explainer*>(component.model.get())) {
        part.explanation = explainer->explain(own, token);
        return part;
    }
    const auto session = component.model->openSession();
    session->feed(own);
    part.explanation.probability = std::exp(session->logProbabilities()[text::index(token)]);
    part.missing = NG_TEXT("core", "a network's: it has no arithmetic to show");
    return part;
}

Explanation Mixture::explain(std::span<const text::TokenId> history, text::TokenId next) const {
    Explanation explanation;
    explanation.estimator = "mixture";
    explanation.formula = "λ P1 + (1 - λ) P2";
    explanation.parts = {first_.explain("P1", history, next), second_.explain("P2", history, next)};
    const double one = explanation.parts[0].explanation.probability;
    const double other = explanation.parts[1].explanation.probability;
    explanation.symbols = {{"λ", weight_}, {"P1", one}, {"P2", other}};
    explanation.probability = weight_ * one + (1 - weight_) * other;
    std::vector<std::string> tokens;
    for (const text::TokenId token : relevant(history))
        tokens.push_back(text::visibleText(tokenizer_.vocabulary().token(token)));
    explanation.levels.push_back(
        {fmt::format("P({} | {})", text::visibleText(tokenizer_.vocabulary().token(next)),
                     fmt::join(tokens, ", ")),
         explanation.formula, explanation.symbols, explanation.probability});
    return explanation;
}

} // namespace lm
