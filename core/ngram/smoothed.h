// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/estimator.h"

namespace ngram {

/// Where an order's parameters come from. FallBack: the counts do not give them.
enum class ParameterSource { Counts, FallBack, Hand };
/// Discounts set by hand, as in EstimatorSpec. Of the n-grams of one length; none where there are
/// none.
using DiscountTable = std::vector<std::vector<double>>;
inline std::span<const double> discountsByHand(const DiscountTable& table, unsigned level) {
    return table.empty() ? std::span<const double>() : table[table.size() == 1 ? 0 : level - 1];
}

/// What the smoothed estimators have in common (Chen and Goodman 1999, "An empirical study of
/// smoothing techniques for language modeling", section 2): the probability after a history h is
/// put together from the n-gram's own share and the probability after h', the history without its
/// first token:
///   interpolated:  P(w | h) = own(h, w) + weight(h) P(w | h')
///   backed off:    P(w | h) = own(h, w) where (h, w) was seen, else weight(h) P(w | h')
/// A history never seen is left out. Below the empty history stands the uniform distribution over
/// all entries but <s>: <unk>, seen or not, always has its part of it.
class Smoothed : public Estimator {
public:
    explicit Smoothed(const Trie& trie)
        : trie_(&trie),
          uniform_(1 / static_cast<double>(trie.tokenizer().vocabulary().size() - 1)) {}

    double probability(std::span<const text::TokenId> history, text::TokenId next) const final;
    std::unique_ptr<lm::BulkScorer> openBulkScorer(std::size_t historyLength,
                                                   std::size_t tokens) const override;
    void distribution(std::span<const text::TokenId> history, std::span<double> out) const final;
    lm::Explanation explain(std::span<const text::TokenId> history, text::TokenId next) const final;

    /// What the lower order's probability is multiplied by after a history that was followed.
    virtual double weight(Node history) const = 0;
    /// Of what the n-grams of one length are estimated with.
    virtual ParameterSource source(unsigned /*level*/) const { return ParameterSource::Counts; }

    const Trie& trie() const { return *trie_; }
    /// Whether an n-gram of the trie has a share of its own.
    virtual bool isSeen(Node ngram) const = 0;
    /// Whether anything stood after a history of the trie, below the highest order.
    virtual bool isFollowed(Node history) const = 0;
    /// Whether the trie has the n-gram's end, w … z, wherever it has v w … z.
    virtual bool hasAllEnds() const { return false; }
    /// Asks for the memory behind own() and weight() before it is needed.
    virtual void prefetchNgram(Node /*ngram*/) const {}
    /// The second half of that, some time later.
    virtual void prefetchLarge(Node /*ngram*/) const {}
    /// P(next | …) below the empty history.
    double uniform(text::TokenId next) const {
        return next == text::Vocabulary::begin ? 0 : uniform_;
    }
    /// P(w | h) from P(w | h'); `ngram` is (h, w) where it was seen.
    virtual double combine(Node history, const std::optional<Node>& ngram, double lower) const;

protected:
    /// The share of an n-gram that was seen. Its history hangs above it.
    virtual double own(Node history, Node ngram) const = 0;
    virtual bool interpolates() const { return true; }
    virtual std::string name() const = 0;
    /// How own() and weight() come about, as the literature writes it, with P′ for the lower order.
    virtual std::string formula(bool seen) const = 0;
    /// The formula's symbols, P′ left out. ngram is nothing where it was not seen.
    virtual std::vector<lm::Symbol> symbols(Node history,
                                            const std::optional<Node>& ngram) const = 0;
    /// The n-gram's node where the text has it; never <s>.
    std::optional<Node> seen(Node history, text::TokenId next) const;
    /// What facts() says of the discounts of the n-grams of one length.
    static lm::Fact discountFact(std::size_t order, ParameterSource source,
                                 std::span<const double> values);

private:
    /// Calls visit(node, length) for each suffix of the history that was followed by something, the
    /// empty one first.
    template <class Visit>
    void forEachHistory(std::span<const text::TokenId> history, Visit visit) const;

    const Trie* trie_;
    double uniform_;
};

/// A smoothed estimator from counts.
class SmoothedCounts : public Smoothed {
public:
    explicit SmoothedCounts(const Counts& counts) : Smoothed(counts), counts_(&counts) {}

    bool isSeen(Node ngram) const final { return ngram.level > 1 || counts_->isSeen(ngram); }
    bool isFollowed(Node history) const final {
        if (history.level == 0)
            return counts_->events() > 0;
        const Trie::Range range = counts_->children(history);
        return range.first < range.last;
    }

    bool hasAllEnds() const final { return counts_->areCounted(); }
    void prefetchNgram(Node ngram) const final { counts_->prefetchNgram(ngram); }
    void prefetchLarge(Node ngram) const final { counts_->prefetchLarge(ngram); }

protected:
    const Counts& counts() const { return *counts_; }

private:
    const Counts* counts_;
};

} // namespace ngram
