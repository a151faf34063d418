// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lm/sampler.h"

#include "core/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lm {

namespace {

constexpr std::size_t shownAlternatives = 10;

/// A token that may be drawn, with a weight in proportion to its probability.
struct Candidate {
    text::TokenId id{};
    double weight = 0;
};

/// A number of [0, 1) from the generator's upper 53 bits: the same everywhere, unlike the standard
/// library's distributions.
double uniform(std::mt19937_64& random) {
    return static_cast<double>(random() >> 11) * 0x1p-53;
}

/// The more probable first; ties by the smaller id.
constexpr auto precedes = [](const auto& a, double weightA, const auto& b, double weightB) {
    return weightA != weightB ? weightA > weightB : a < b;
};

bool heavier(const Candidate& a, const Candidate& b) {
    return precedes(a.id, a.weight, b.id, b.weight);
}

std::vector<Alternative> mostProbable(std::span<const double> logProbabilities) {
    std::vector<Alternative> all;
    for (std::size_t i = 0; i < logProbabilities.size(); ++i)
        if (std::isfinite(logProbabilities[i]))
            all.push_back({text::tokenId(i), std::exp(logProbabilities[i])});
    const auto kept = std::min(shownAlternatives, all.size());
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(kept), all.end(),
                      [](const Alternative& a, const Alternative& b) {
                          return precedes(a.id, a.probability, b.id, b.probability);
                      });
    all.resize(kept);
    return all;
}

double sum(const std::vector<Candidate>& candidates) {
    double total = 0;
    for (const auto& candidate : candidates)
        total += candidate.weight;
    return total;
}

/// The smallest set of the most probable with at least the share `p` (Holtzman et al. 2020, "The
/// curious case of neural text degeneration", section 3.1).
void cutToNucleus(std::vector<Candidate>& candidates, double p) {
    std::sort(candidates.begin(), candidates.end(), heavier);
    const double wanted = p * sum(candidates);
    double mass = 0;
    std::size_t kept = 0;
    while (kept < candidates.size() && mass < wanted)
        mass += candidates[kept++].weight;
    candidates.resize(std::max<std::size_t>(kept, 1));
}

text::TokenId drawFrom(const std::vector<Candidate>& candidates, double u) {
    const double target = u * sum(candidates);
    double mass = 0;
    for (const auto& candidate : candidates) {
        mass += candidate.weight;
        if (target < mass)
            return candidate.id;
    }
    // Rounding may leave the target at the very end: the last one that has any weight.
    const auto last = std::find_if(candidates.rbegin(), candidates.rend(),
                                   [](const Candidate& c) { return c.weight > 0; });
    return last->id;
}

} // namespace

void requireValid(const SamplingSpec& spec) {
    if (!(spec.temperature >= 0) || !std::isfinite(spec.temperature))
        throw base::InputError({NG_TEXT("core", "The temperature is {0}. Choose 0 or more."),
                                {fmt::format("{}", spec.temperature)}});
    if (!(spec.topP > 0 && spec.topP <= 1))
        throw base::InputError(
            {NG_TEXT("core", "Top-p is {0}. Choose a number above 0, at most 1."),
             {fmt::format("{}", spec.topP)}});
    if (spec.length < 1)
        throw base::InputError(NG_TEXT("core", "The length is 0 tokens. Choose 1 or more."));
}

Sampler::Sampler(const SamplingSpec& spec) : spec_(spec), random_(spec.seed) {
    requireValid(spec_);
}

std::optional<Choice> Sampler::draw(std::span<const double> logProbabilities) {
    Choice choice;
    choice.alternatives = mostProbable(logProbabilities);
    if (choice.alternatives.empty())
        return std::nullopt;
    choice.id = choice.alternatives.front().id;
    if (spec_.temperature > 0) {
        // Divided by the greatest before the exponential, so that no temperature overflows.
        const double greatest = logProbabilities[text::index(choice.id)];
        std::vector<Candidate> candidates;
        for (std::size_t i = 0; i < logProbabilities.size(); ++i)
            if (std::isfinite(logProbabilities[i]))
                candidates.push_back({text::tokenId(i), std::exp((logProbabilities[i] - greatest) /
                                                                 spec_.temperature)});
        if (spec_.topK > 0 && spec_.topK < candidates.size()) {
            std::nth_element(candidates.begin(),
                             candidates.begin() + static_cast<std::ptrdiff_t>(spec_.topK),
                             candidates.end(), heavier);
            candidates.resize(spec_.topK);
        }
        if (spec_.topP < 1)
            cutToNucleus(candidates, spec_.topP);
        else // so that equal seeds agree whatever nth_element did
            std::sort(candidates.begin(), candidates.end(),
                      [](const Candidate& a, const Candidate& b) { return a.id < b.id; });
        choice.id = drawFrom(candidates, uniform(random_));
    }
    choice.probability = std::exp(logProbabilities[text::index(choice.id)]);
    return choice;
}

GenerationEnd generate(Session& session, std::span<const text::TokenId> context,
                       const SamplingSpec& spec, const std::function<void(const Choice&)>& onChoice,
                       const std::stop_token& stop) {
    Sampler sampler(spec);
    session.feed(context);
    for (std::size_t i = 0; i < spec.length; ++i) {
        if (stop.stop_requested())
            return GenerationEnd::Stopped;
        const auto choice = sampler.draw(session.logProbabilities());
        if (!choice)
            return GenerationEnd::NoDistribution;
        if (choice->id == text::Vocabulary::end)
            return GenerationEnd::EndOfText;
        if (stop.stop_requested())
            return GenerationEnd::Stopped;
        onChoice(*choice);
        session.feed({&choice->id, 1});
    }
    return GenerationEnd::Length;
}

} // namespace lm
