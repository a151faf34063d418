// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/jelinek_mercer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace ngram {

namespace {

using Weights = JelinekMercer::Weights;

constexpr std::uint64_t mostEvents = 1'000'000;
constexpr int mostRounds = 100;
constexpr double enough = 1e-7; ///< of the log-likelihood of a token: no more is gained

/// A damaged file may say that a history with followers has no count.
std::size_t bucketOf(std::uint64_t count) {
    const auto digits = static_cast<std::size_t>(std::bit_width(std::max<std::uint64_t>(count, 1)));
    return std::min<std::size_t>(digits, JelinekMercer::buckets) - 1;
}

/// What expectation-maximisation asks of one token of the held-out text: its relative frequency
/// after each history that was followed by something, the empty one first.
struct Event {
    double times = 0;
    double uniform = 0;
    struct Level {
        std::uint8_t bucket = 0;
        float frequency = 0;
    };
    std::array<Level, maximumOrder> levels{};
    unsigned size = 0;
};

/// The event of an n-gram whose own count is `left` too high.
Event makeEvent(const Counts& counts, std::span<const text::TokenId> ngram, double times,
                std::uint64_t left) {
    Event event;
    event.times = times;
    event.uniform = 1 / static_cast<double>(counts.size(1) - 1);
    for (std::size_t length = 0; length < ngram.size(); ++length) {
        const auto history = counts.find(ngram.last(length + 1).first(length));
        if (!history || counts.historyCount(*history) <= left)
            break;
        const auto node = counts.child(*history, ngram.back());
        const std::uint64_t whole = counts.historyCount(*history) - left;
        const std::uint64_t count = node ? counts.count(*node) : 0;
        event.levels[event.size++] = {
            static_cast<std::uint8_t>(bucketOf(whole)),
            static_cast<float>(static_cast<double>(count - std::min(count, left)) /
                               static_cast<double>(whole))};
    }
    return event;
}

/// One round: the log-likelihood of a token under `weights`, which are then made better.
double improve(const std::vector<Event>& events, Weights& weights) {
    Weights taken(weights.size(), std::vector<double>(JelinekMercer::buckets));
    Weights reached = taken;
    double likelihood = 0;
    double tokens = 0;
    for (const Event& event : events) {
        std::array<double, maximumOrder + 1> probability{event.uniform};
        for (unsigned k = 0; k < event.size; ++k) {
            const double lambda = weights[k][event.levels[k].bucket];
            probability[k + 1] = lambda * static_cast<double>(event.levels[k].frequency) +
                                 (1 - lambda) * probability[k];
        }
        likelihood += event.times * std::log(probability[event.size]);
        tokens += event.times;
        // The chance that the token came by way of an order, given that it came at all.
        double reaches = event.times;
        for (unsigned k = event.size; k-- > 0;) {
            const auto [bucket, frequency] = event.levels[k];
            const double takes =
                reaches * weights[k][bucket] * static_cast<double>(frequency) / probability[k + 1];
            taken[k][bucket] += takes;
            reached[k][bucket] += reaches;
            reaches -= takes;
        }
    }
    for (std::size_t k = 0; k < weights.size(); ++k)
        for (std::size_t b = 0; b < JelinekMercer::buckets; ++b)
            if (reached[k][b] > 0)
                // Never all: what the held-out text does not need another text may.
                weights[k][b] = std::min(taken[k][b] / reached[k][b], 1 - 1e-6);
    return tokens > 0 ? likelihood / tokens : 0;
}

Weights estimate(const std::vector<Event>& events, unsigned order,
                 const std::stop_token& stop = {}) {
    Weights weights(order, std::vector<double>(JelinekMercer::buckets, 0.5));
    double before = improve(events, weights);
    for (int round = 1; round < mostRounds; ++round) {
        base::throwIfStopped(stop);
        const double now = improve(events, weights);
        if (now - before < enough)
            break;
        before = now;
    }
    return weights;
}

} // namespace

JelinekMercer::JelinekMercer(const Counts& counts, Weights weights)
    : SmoothedCounts(counts), weights_(std::move(weights)) {
    if (weights_.empty())
        weights_ = leaveOneOut(counts);
    requireValid(weights_, counts.order());
}

JelinekMercer::JelinekMercer(const Counts& counts, double lambda)
    : JelinekMercer(counts, Weights(counts.order(), std::vector<double>(buckets, lambda))) {
    byHand_ = lambda;
}

void JelinekMercer::requireValid(const Weights& weights, unsigned order) {
    const bool valid =
        weights.size() == order &&
        std::all_of(weights.begin(), weights.end(), [](const std::vector<double>& ofLength) {
            return ofLength.size() == buckets &&
                   std::all_of(ofLength.begin(), ofLength.end(),
                               [](double weight) { return weight >= 0 && weight <= 1; });
        });
    if (!valid)
        throw base::InputError(base::Message{
            NG_TEXT("core", "The interpolation weights do not fit the model's order, or are not "
                            "between 0 and 1. Train the model again.")});
}

Weights JelinekMercer::leaveOneOut(const Counts& counts, const std::stop_token& stop) {
    const unsigned order = counts.order();
    const std::uint64_t stride = std::max<std::uint64_t>(1, counts.size(order) / mostEvents);
    std::vector<Event> events;
    const auto leaveOut = [&](const Trie::Range& ngrams) {
        for (std::uint64_t i = ngrams.first; i < ngrams.last; i += stride) {
            if (events.size() % 65536 == 0)
                base::throwIfStopped(stop);
            const Node node{ngrams.level, i};
            if (counts.isSeen(node) && counts.token(node) != text::Vocabulary::begin)
                events.push_back(makeEvent(counts, counts.ngram(node),
                                           static_cast<double>(counts.count(node)), 1));
        }
    };
    leaveOut({order, 0, counts.size(order)});
    // A sentence's first tokens have shorter histories: the n-grams below <s>, level by level.
    Trie::Range beginnings{1, text::index(text::Vocabulary::begin),
                           text::index(text::Vocabulary::begin) + 1};
    while (beginnings.level + 1 < order && beginnings.first < beginnings.last) {
        const auto below = [&](std::uint64_t i) { return counts.children({beginnings.level, i}); };
        beginnings = {beginnings.level + 1, below(beginnings.first).first,
                      below(beginnings.last - 1).last};
        leaveOut(beginnings);
    }
    return estimate(events, order, stop);
}

Weights JelinekMercer::heldOut(const Counts& counts, std::span<const text::TokenId> tokens) {
    std::vector<Event> events;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i] == text::Vocabulary::begin) {
            begin = i;
            continue;
        }
        const std::size_t length = std::min<std::size_t>(counts.order(), i - begin + 1);
        events.push_back(makeEvent(counts, tokens.subspan(i + 1 - length, length), 1, 0));
    }
    return estimate(events, counts.order());
}

double JelinekMercer::lambda(Node history) const {
    return weights_[history.level][bucketOf(counts().historyCount(history))];
}

double JelinekMercer::own(Node history, Node ngram) const {
    return lambda(history) * static_cast<double>(counts().count(ngram)) /
           static_cast<double>(counts().historyCount(history));
}

double JelinekMercer::weight(Node history) const {
    return 1 - lambda(history);
}

std::vector<lm::Fact> JelinekMercer::facts() const {
    if (byHand_)
        return {{{NG_TEXT("core", "Interpolation weight of every history (set by hand)")},
                 fmt::format("{:.4g}", *byHand_)}};
    std::vector<lm::Fact> facts;
    for (std::size_t k = 0; k < weights_.size(); ++k) {
        std::vector<std::string> texts;
        for (const double weight : weights_[k])
            texts.push_back(fmt::format("{:.3f}", weight));
        facts.push_back({{NG_TEXT("core", "Interpolation weights, order {0}, by the history's "
                                          "count (1, 2–3, 4–7, …)"),
                          {std::to_string(k + 1)}},
                         fmt::format("{}", fmt::join(texts, ", "))});
    }
    return facts;
}

std::string JelinekMercer::formula(bool seen) const {
    return seen ? "λ C / C(h) + (1 - λ) P′" : "(1 - λ) P′";
}

std::vector<lm::Symbol> JelinekMercer::symbols(Node history,
                                               const std::optional<Node>& ngram) const {
    std::vector<lm::Symbol> symbols{{"λ", lambda(history)}};
    if (ngram) {
        symbols.push_back({"C", static_cast<double>(counts().count(*ngram))});
        symbols.push_back({"C(h)", static_cast<double>(counts().historyCount(history))});
    }
    return symbols;
}

} // namespace ngram
