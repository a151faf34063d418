// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/absolute_discounting.h"

#include <array>

namespace ngram {

AbsoluteDiscounting::AbsoluteDiscounting(const Counts& counts, const DiscountTable& byHand)
    : SmoothedCounts(counts) {
    for (unsigned level = 1; level <= counts.order(); ++level) {
        const auto& n = counts.countsOfCounts(level);
        Discount discount;
        if (const auto set = discountsByHand(byHand, level); !set.empty())
            discount = {set[0], ParameterSource::Hand};
        else if (n[1] > 0 && n[2] > 0)
            discount = {static_cast<double>(n[1]) / static_cast<double>(n[1] + 2 * n[2]),
                        ParameterSource::Counts};
        discounts_.push_back(discount);
    }
}

double AbsoluteDiscounting::own(Node history, Node ngram) const {
    return (static_cast<double>(counts().count(ngram)) - discounts_[history.level].value) /
           static_cast<double>(counts().historyCount(history));
}

double AbsoluteDiscounting::weight(Node history) const {
    return discounts_[history.level].value *
           static_cast<double>(counts().followers(history).number) /
           static_cast<double>(counts().historyCount(history));
}

std::vector<lm::Fact> AbsoluteDiscounting::facts() const {
    std::vector<lm::Fact> facts;
    for (std::size_t k = 0; k < discounts_.size(); ++k)
        facts.push_back(discountFact(k + 1, discounts_[k].source, std::array{discounts_[k].value}));
    return facts;
}

std::string AbsoluteDiscounting::formula(bool seen) const {
    return seen ? "(C - D) / C(h) + D N / C(h) P′" : "D N / C(h) P′";
}

std::vector<lm::Symbol> AbsoluteDiscounting::symbols(Node history,
                                                     const std::optional<Node>& ngram) const {
    return {{"C", ngram ? static_cast<double>(counts().count(*ngram)) : 0},
            {"C(h)", static_cast<double>(counts().historyCount(history))},
            {"D", discounts_[history.level].value},
            {"N", static_cast<double>(counts().followers(history).number)}};
}

} // namespace ngram
