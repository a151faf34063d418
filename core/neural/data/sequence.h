// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lm/turn_taker.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace neural {

/// A target that is no part of the loss, by LibTorch's convention.
inline constexpr std::int64_t noTarget = -100;

/// A text by itself, with what a network is to say to it.
struct Sequence {
    std::vector<std::int64_t> tokens; ///< of the vocabulary, and marks of turns beyond it
    /// Of each token what is to follow, noTarget where nothing is asked; or one label alone.
    std::vector<std::int64_t> targets = {};

    bool operator==(const Sequence&) const = default;
};

/// <s>, the text's tokens, </s>; of what is longer than `most` the text's end is left out.
Sequence labelledText(std::span<const text::TokenId> tokens, std::size_t most);

/// Turns as appendTurn() writes them, after <s>, in which the model's own are asked for. A
/// conversation longer than `most` becomes several sequences, each of which repeats half of the
/// one before for what it has to look back on; nothing is asked for twice.
std::vector<Sequence> conversationSequences(std::span<const text::TokenId> tokens,
                                            const lm::TurnMarks& marks, std::size_t most);

/// `prompt`, and of what follows it everything asked for; where both are longer than `most` the
/// prompt's beginning is left out, then the answer's end.
Sequence answeredPrompt(std::span<const text::TokenId> prompt,
                        std::span<const text::TokenId> answer, std::size_t most);

} // namespace neural
