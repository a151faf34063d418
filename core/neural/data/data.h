// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/data/sequence.h"
#include "core/neural/specification/objective.h"
#include "core/text/vocabulary.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace neural {

/// What one example is to a network: the `length` tokens before a token, padded with <s>, to
/// predict that token alone; or `length` tokens in a row, each to predict the next; or such a row
/// in which some tokens are hidden, to be predicted from both sides; or what another objective
/// makes of such a row (see layout.cpp).
struct ExampleShape {
    unsigned length = 1;
    bool everyPosition = false;
    Objective objective = Objective::NextToken;
    std::int64_t extra = 0; ///< the first id beyond the vocabulary: a hidden token, a sentinel
    bool labels = false;    ///< a text's label is to be told, not a token of it

    bool hides() const { return objective == Objective::MaskedTokens; }
    /// Whether a row holds something else than tokens in their order.
    bool isLaidOut() const { return objective != Objective::NextToken && !hides(); }
    std::size_t numbers() const { return numbersOfRow(objective, length); } ///< of a row
    std::size_t targets() const {                                           ///< of a row
        return everyPosition ? targetsOfRow(objective, length) : 1;
    }
};

/// Examples laid out for a network.
struct Batch {
    std::vector<std::int64_t> tokens;  ///< [rows, numbers], the oldest first
    std::vector<std::int64_t> targets; ///< [rows, targets]; noTarget where there is none

    /// ln P of each text of a row by the model that preferences are measured from, [rows, 2]: each
    /// row is a better text and a worse one, beside one another. Empty where rows are no pairs.
    std::vector<float> reference = {};

    bool isOfPairs() const { return !reference.empty(); }
    /// How many targets count.
    std::size_t predictions() const;
    /// How many losses are summed: one for each pair, else one for each prediction.
    std::size_t losses() const { return isOfPairs() ? reference.size() / 2 : predictions(); }
    void clear();
};

/// What a network learns from and is validated on.
class ExampleSource {
public:
    virtual ~ExampleSource() = default;
    /// `size` training examples, drawn as a function of seed and step alone: a resumed run draws
    /// what it would have drawn.
    virtual void draw(std::uint64_t seed, std::uint64_t step, std::size_t size,
                      Batch& batch) const = 0;
    /// Which validation examples with at most about `most` predictions, evenly spread, always the
    /// same.
    virtual std::vector<std::size_t> validation(std::size_t most) const = 0;
    /// The examples that validation() gave.
    virtual void gather(std::span<const std::size_t> which, Batch& batch) const = 0;
};

/// The training examples in a stream of tokens. A history stays in its own sentence; a row of
/// tokens may hold several sentences, and a network forgets at each <s>. Nothing is copied or
/// indexed.
class Examples final : public ExampleSource {
public:
    /// Keeps `validationShare` of the tokens, from the end, for validation; the cut moves to a
    /// sentence's start where there are several sentences. `endsSentence` tells of each token id
    /// whether a sentence of a longer text ends with it; it may be empty. Throws
    /// base::TrainingError where either part has no example.
    Examples(std::span<const text::TokenId> tokens, ExampleShape shape, double validationShare,
             std::vector<bool> endsSentence = {});

    /// Where validation begins; the number of tokens where there is none.
    std::size_t cut() const { return cut_; }

    /// A row begins where a sentence does, or, inside a long one, with
    /// half its length before a token that is as likely as any other.
    void draw(std::uint64_t seed, std::uint64_t step, std::size_t size,
              Batch& batch) const override;

    /// Positions of validation examples with at most about `most` predictions, evenly spread,
    /// always the same.
    std::vector<std::size_t> validation(std::size_t most) const override;

    /// The examples that predict the tokens at these positions: each alone, or from each position
    /// on as far as a row goes, so that no token counts twice and none goes without a history. What
    /// is laid out is seen from both sides and needs no history: it begins at these positions.
    void gather(std::span<const std::size_t> positions, Batch& batch) const override;

private:
    void append(std::size_t position, Batch& batch) const;
    void appendRow(std::size_t position, std::size_t firstTarget, std::uint64_t key,
                   Batch& batch) const;
    void hideTokens(std::size_t start, std::size_t position, std::size_t firstTarget,
                    std::uint64_t key, Batch& batch) const;
    std::size_t layOutRow(std::size_t start, std::uint64_t key, Batch& batch) const;
    std::size_t rowStart(std::size_t position) const;
    std::vector<std::size_t> validationRows() const;
    std::size_t partBegin(std::size_t position) const { return position < cut_ ? 0 : cut_; }
    std::size_t partEnd(std::size_t position) const {
        return position < cut_ ? cut_ : tokens_.size();
    }

    std::span<const text::TokenId> tokens_;
    ExampleShape shape_;
    std::vector<bool> endsSentence_;
    std::size_t cut_;
};

/// Examples that are kept apart, to be looked at again and again.
struct HeldOut {
    const ExampleSource* examples = nullptr;
    std::vector<std::size_t> which; ///< as validation() gives them
};

/// Of each token whether a sentence ends with it: a line's end, a full stop, or the like.
std::vector<bool> endsSentence(const text::Vocabulary& vocabulary);

/// Writes the last `history.size()` tokens before `position` in its sentence, padded with <s>.
void fillHistory(std::span<const text::TokenId> tokens, std::size_t position,
                 std::span<std::int64_t> history);

} // namespace neural
