// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/token.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace neural {

/// Histories and what followed them, laid out for a network.
struct Batch {
    std::vector<std::int64_t> histories; ///< [size, contextLength], the oldest token first
    std::vector<std::int64_t> targets;   ///< [size]
};

/// The training examples in a stream of tokens: every token but <s>, after the `contextLength`
/// tokens before it in its own sentence, padded with <s>. Nothing is copied or indexed.
class Examples {
public:
    /// Keeps `validationShare` of the tokens, from the end, for validation; the cut moves to a
    /// sentence's start where there are several sentences. Throws base::TrainingError where either
    /// part has no example.
    Examples(std::span<const text::TokenId> tokens, unsigned contextLength, double validationShare);

    /// Where validation begins; the number of tokens where there is none.
    std::size_t cut() const { return cut_; }

    /// `size` training examples, each as likely as any other, as a function of seed and step
    /// alone: a resumed run draws what it would have drawn.
    void draw(std::uint64_t seed, std::uint64_t step, std::size_t size, Batch& batch) const;

    /// Positions of at most `most` validation examples, evenly spread, always the same.
    std::vector<std::size_t> validation(std::size_t most) const;

    void gather(std::span<const std::size_t> positions, Batch& batch) const;

private:
    void append(std::size_t position, Batch& batch) const;

    std::span<const text::TokenId> tokens_;
    unsigned contextLength_;
    std::size_t cut_;
};

/// Writes the last `history.size()` tokens before `position` in its sentence, padded with <s>.
void fillHistory(std::span<const text::TokenId> tokens, std::size_t position,
                 std::span<std::int64_t> history);

} // namespace neural
