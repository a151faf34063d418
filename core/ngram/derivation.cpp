// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ngram/derivation.h"

#include "core/ngram/good_turing.h"
#include "core/ngram/jelinek_mercer.h"
#include "core/ngram/look_up.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace ngram {

namespace {

using Found = std::optional<Derivation>;

class Deriver {
public:
    Deriver(const NgramModel& model, const lm::ExplanationLevel& level)
        : model_(model),
          counts_(model.counts()),
          estimator_(model.estimatorSpec().name),
          level_(level),
          length_(static_cast<unsigned>(level.ngram.size())) {}

    Found of(const std::string& symbol) const {
        if (symbol == "γ")
            return Derivation{"(D1 N1 + D2 N2 + D3+ N3+) / Σc(h •)", level_.symbols, {}, true};
        if (symbol == "Y")
            return Derivation{"n1 / (n1 + 2 n2)", numbersOfCounts({1, 2}), {}};
        if (symbol == "D" || symbol == "D1" || symbol == "D2" || symbol == "D3+")
            return discount(symbol);
        if (symbol == "λ")
            return interpolationWeight();
        if (symbol == "α" && estimator_ == "good-turing")
            return backoffWeight();
        if (symbol == "α" && estimator_ == "stupid-backoff")
            return Derivation{{}, {}, NG_TEXT("core", "a number set by hand, the same everywhere")};
        if (symbol == "d" && length_ > 1)
            return goodTuring();
        return std::nullopt;
    }

private:
    double value(const std::string& symbol) const {
        for (const lm::Symbol& one : level_.symbols)
            if (one.name == symbol)
                return one.value;
        return 0;
    }
    /// n_r: how many n-grams of this length have the count r, adjusted where the estimator's is.
    double numberOf(std::size_t r) const {
        const bool adjusted = estimator_ != "absolute" && estimator_ != "good-turing";
        return static_cast<double>(adjusted ? counts_.adjustedCountsOfCounts(length_)[r]
                                            : counts_.countsOfCounts(length_)[r]);
    }
    std::vector<lm::Symbol> numbersOfCounts(const std::vector<std::size_t>& counts) const {
        std::vector<lm::Symbol> symbols;
        for (const std::size_t r : counts)
            symbols.push_back({fmt::format("n{}", r), numberOf(r)});
        return symbols;
    }

    Found discount(const std::string& symbol) const {
        const auto* smoothed = dynamic_cast<const Smoothed*>(&model_.estimator());
        const auto source = smoothed->source(length_);
        if (!model_.estimatorSpec().discounts.empty() || source == ParameterSource::Hand)
            return Derivation{{}, {}, NG_TEXT("core", "set by hand")};
        const bool modified = estimator_ == "modified-kneser-ney";
        if (modified && symbol == "D") {
            const double count = value("c");
            return Derivation{count <= 1   ? "D1"
                              : count <= 2 ? "D2"
                                           : "D3+",
                              level_.symbols,
                              {},
                              true};
        }
        if (!modified) {
            if (numberOf(1) > 0 && numberOf(2) > 0)
                return Derivation{"n1 / (n1 + 2 n2)", numbersOfCounts({1, 2}), {}};
            return Derivation{{},
                              numbersOfCounts({1, 2}),
                              NG_TEXT("core", "the fall-back: without n-grams of count 1 and of "
                                              "count 2 there is no estimate")};
        }
        if (source == ParameterSource::FallBack)
            return Derivation{{},
                              numbersOfCounts({1, 2, 3, 4}),
                              NG_TEXT("core", "the fall-back: the numbers of n-grams of counts 1 "
                                              "to 4 give no estimate")};
        const std::size_t r = symbol == "D1" ? 1 : symbol == "D2" ? 2 : 3;
        auto symbols = numbersOfCounts({r, r + 1});
        const double once = numberOf(1);
        symbols.insert(symbols.begin(), {"Y", once / (once + 2 * numberOf(2))});
        return Derivation{
            fmt::format("{} - {} Y n{} / n{}", r, r + 1, r + 1, r), std::move(symbols), {}};
    }

    Found interpolationWeight() const {
        if (model_.estimatorSpec().lambda)
            return Derivation{{}, {}, NG_TEXT("core", "set by hand")};
        const auto history = std::span(level_.ngram).first(level_.ngram.size() - 1);
        const std::uint64_t count = std::max<std::uint64_t>(lookUpHistory(counts_, history), 1);
        const auto digits = std::min<std::size_t>(static_cast<std::size_t>(std::bit_width(count)),
                                                  JelinekMercer::buckets);
        const std::uint64_t least = std::uint64_t{1} << (digits - 1);
        if (digits == JelinekMercer::buckets)
            return Derivation{{},
                              {},
                              {NG_TEXT("core", "estimated for all histories of this length that "
                                               "were followed {0} times or more"),
                               {std::to_string(least)}}};
        if (least == 1)
            return Derivation{{},
                              {},
                              {NG_TEXT("core", "estimated for all histories of this length that "
                                               "were followed once")}};
        return Derivation{{},
                          {},
                          {NG_TEXT("core", "estimated for all histories of this length that were "
                                           "followed {0} to {1} times"),
                           {std::to_string(least), std::to_string(2 * least - 1)}}};
    }

    Found goodTuring() const {
        constexpr std::size_t k = GoodTuring::largestDiscounted;
        const double count = value("C");
        if (count > static_cast<double>(k))
            return Derivation{
                {}, {}, {NG_TEXT("core", "counts above {0} are kept whole"), {std::to_string(k)}}};
        const auto r = static_cast<std::size_t>(count);
        const double a = static_cast<double>(k + 1) * numberOf(k + 1) / numberOf(1);
        const double star = (count + 1) * numberOf(r + 1) / numberOf(r);
        const double found = (star / count - a) / (1 - a);
        if (found > 0 && found < 1)
            return Derivation{"(r* / C - A) / (1 - A)", {{"r*", star}, {"C", count}, {"A", a}}, {}};
        return Derivation{"(C - 1/2) / C",
                          {{"C", count}},
                          NG_TEXT("core", "the fall-back: the numbers of n-grams of each count "
                                          "give no estimate")};
    }

    /// Katz's: what the tokens that followed left, over what the shorter history gives the others.
    Found backoffWeight() const {
        constexpr std::uint64_t most = 20'000; // more would be felt
        const auto history = std::span(level_.ngram).first(level_.ngram.size() - 1);
        const auto node = counts_.find(history);
        if (!node || history.empty())
            return std::nullopt;
        const Trie::Range range = counts_.children(*node);
        if (range.last - range.first > most)
            return std::nullopt;
        double seen = 0;
        double lower = 0;
        for (std::uint64_t i = range.first; i < range.last; ++i) {
            const text::TokenId next = counts_.token({range.level, i});
            seen += model_.estimator().probability(history, next);
            lower += model_.estimator().probability(history.subspan(1), next);
        }
        return Derivation{"(1 - ΣP) / (1 - ΣP′)", {{"ΣP", seen}, {"ΣP′", lower}}, {}};
    }

    const NgramModel& model_;
    const Counts& counts_;
    const std::string& estimator_;
    const lm::ExplanationLevel& level_;
    unsigned length_;
};

} // namespace

std::optional<Derivation> derive(const NgramModel& model, const lm::ExplanationLevel& level,
                                 const std::string& symbol) {
    if (symbol == "V" && level.ngram.empty())
        return Derivation{{}, {}, NG_TEXT("core", "entries of the vocabulary, all but <s>")};
    if (!model.hasCounts() || level.ngram.empty())
        return std::nullopt;
    if (const unsigned order = model.order(); level.ngram.size() > order)
        return std::nullopt;
    return Deriver(model, level).of(symbol);
}

} // namespace ngram
