// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/good_turing.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdint>
#include <limits>

namespace ngram {

namespace {

/// Below this the unseen tokens' share of the lower order is rounding, not probability.
constexpr double nothing = 1e-9;

/// A number as bits that are 0 for none, which no weight is.
constexpr auto notYet = std::bit_cast<std::uint64_t>(std::numeric_limits<double>::max());
std::uint64_t bitsOf(double value) {
    return std::bit_cast<std::uint64_t>(value) ^ notYet;
}
double fromBits(std::uint64_t bits) {
    return std::bit_cast<double>(bits ^ notYet);
}

} // namespace

GoodTuring::GoodTuring(const Counts& counts) : SmoothedCounts(counts) {
    for (unsigned level = 1; level <= counts.order(); ++level) {
        const auto& n = counts.countsOfCounts(level);
        const auto at = [&](std::size_t r) { return static_cast<double>(n[r]); };
        Discount discount;
        const double a =
            static_cast<double>(largestDiscounted + 1) * at(largestDiscounted + 1) / at(1);
        for (std::size_t r = 1; r <= largestDiscounted; ++r) {
            const auto count = static_cast<double>(r);
            const double found = ((count + 1) * at(r + 1) / at(r) / count - a) / (1 - a);
            // Also false for what a division by 0 gives.
            const bool sound = found > 0 && found < 1;
            discount.values[r] = sound ? found : (count - 0.5) / count;
            discount.estimated = discount.estimated && sound;
        }
        discounts_.push_back(discount);
    }
    const Counts::Range range = counts.children(Counts::root());
    rootLeft_ = 1;
    for (std::uint64_t i = range.first; i < range.last; ++i)
        if (const auto ngram = seen(Counts::root(), counts.token({1, i})))
            rootLeft_ -= discounted(Counts::root(), *ngram);
    rootLeft_ = std::max(rootLeft_, 0.0); // of nothing, rounding may leave less
    for (unsigned level = 1; level < counts.order(); ++level)
        kept_.emplace_back(counts.size(level) * sizeof(std::uint64_t));
}

double GoodTuring::discounted(Node history, Node ngram) const {
    const std::uint64_t count = counts().count(ngram);
    const double factor =
        count <= largestDiscounted ? discounts_[ngram.level - 1].values[count] : 1;
    return factor * static_cast<double>(count) /
           static_cast<double>(counts().historyCount(history));
}

GoodTuring::Share GoodTuring::share(Node history) const {
    const std::vector<text::TokenId> tokens = counts().ngram(history);
    const std::span<const text::TokenId> shorter = std::span(tokens).subspan(1);
    Share share{1, 1};
    const Counts::Range range = counts().children(history);
    for (std::uint64_t i = range.first; i < range.last; ++i) {
        const Node ngram{range.level, i};
        share.left -= discounted(history, ngram);
        share.unseen -= probability(shorter, counts().token(ngram));
    }
    return share;
}

double GoodTuring::kept(Node history) const {
    const std::atomic_ref place(kept_[history.level - 1].as<std::uint64_t>()[history.index]);
    if (const std::uint64_t bits = place.load(std::memory_order_relaxed); bits != 0)
        return fromBits(bits);
    const Share found = share(history);
    const double kept =
        found.unseen > nothing ? std::max(found.left, 0.0) / found.unseen : found.left - 1;
    place.store(bitsOf(kept), std::memory_order_relaxed);
    return kept;
}

double GoodTuring::weight(Node history) const {
    return history.level == 0 ? rootLeft_ : std::max(kept(history), 0.0);
}

double GoodTuring::own(Node history, Node ngram) const {
    const double share = discounted(history, ngram);
    if (history.level == 0)
        return share + rootLeft_ * uniform(counts().token(ngram));
    const double given = kept(history);
    return given < 0 ? share / -given : share;
}

std::vector<lm::Fact> GoodTuring::facts() const {
    std::vector<lm::Fact> facts;
    for (std::size_t k = 0; k < discounts_.size(); ++k)
        facts.push_back(discountFact(
            k + 1, discounts_[k].estimated ? ParameterSource::Counts : ParameterSource::FallBack,
            std::span(discounts_[k].values).subspan(1)));
    return facts;
}

std::string GoodTuring::formula(bool seen) const {
    return seen ? "d C / C(h)" : "α P′";
}

std::vector<lm::Symbol> GoodTuring::symbols(Node history, const std::optional<Node>& ngram) const {
    if (!ngram)
        return {{"α", weight(history)}};
    const auto count = static_cast<double>(counts().count(*ngram));
    const auto total = static_cast<double>(counts().historyCount(history));
    // What it is in the end: the discount, and at the unigrams the uniform part besides.
    return {{"d", own(history, *ngram) * total / count}, {"C", count}, {"C(h)", total}};
}

} // namespace ngram
