// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ngram/smoothed.h"

#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace ngram {

/// Jelinek-Mercer's interpolation of the relative frequencies of all orders (Jelinek and Mercer
/// 1980; Chen and Goodman 1999, section 2.3):
///   P(w | h) = λ(h) C(h, w) / C(h) + (1 - λ(h)) P(w | h')
/// with one λ for the histories of one length whose counts C(h) have the same number of binary
/// digits (up to `buckets`; the last takes all above). The weights are found by
/// expectation-maximisation on text that was held out, or, where there is none, on the counted text
/// itself with each n-gram left out of the counts while it is predicted.
class JelinekMercer final : public SmoothedCounts {
public:
    static constexpr std::size_t buckets = 16;
    /// [k][b]: λ of the histories of length k in bucket b.
    using Weights = std::vector<std::vector<double>>;

    /// Empty weights are estimated by leaving one out.
    JelinekMercer(const Counts& counts, Weights weights);
    /// The same λ for every history.
    JelinekMercer(const Counts& counts, double lambda);
    double weight(Node history) const override;
    ParameterSource source(unsigned /*level*/) const override {
        return byHand_ ? ParameterSource::Hand : ParameterSource::Counts;
    }
    std::vector<lm::Fact> facts() const override;

    /// On at most a million n-grams of the highest order, evenly from all of them. Obeys
    /// `stop`.
    static Weights leaveOneOut(const Counts& counts, const std::stop_token& stop = {});
    /// On a text of sentences <s> w … w </s>.
    static Weights heldOut(const Counts& counts, std::span<const text::TokenId> tokens);
    /// Throws base::InputError where these are no weights for a model of this order.
    static void requireValid(const Weights& weights, unsigned order);

protected:
    double own(Node history, Node ngram) const override;
    std::string name() const override { return "jelinek-mercer"; }
    std::string formula(bool seen) const override;
    std::vector<lm::Symbol> symbols(Node history, const std::optional<Node>& ngram) const override;

private:
    double lambda(Node history) const;

    Weights weights_;
    std::optional<double> byHand_;
};

} // namespace ngram
