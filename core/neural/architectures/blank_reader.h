// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/network.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace neural {

/// Is told of <s> and then of each token that stands in a blank; tells what follows [1, V].
using Advance = std::function<at::Tensor(std::int64_t token)>;

/// A reader in a blank of 1 to `most` tokens, which ends with </s>.
std::unique_ptr<Reader> makeBlankReader(std::size_t most, Advance advance);

/// [1, V and what is beyond it] → [1, V], where what is as probable as these ids stands for is
/// </s>: the blank's end.
at::Tensor withEnd(const at::Tensor& logits, std::int64_t vocabularySize,
                   const std::vector<std::int64_t>& ends);

/// The pieces of a text with `blank` of each blank's number between them, from 0.
std::vector<std::int64_t> joined(const BlankedText& text,
                                 const std::function<std::int64_t(std::int64_t)>& blank);

/// Tokens that a network of such a context keeps for what fills a blank; all others show the text
/// around it.
constexpr std::size_t roomInBlank(std::size_t contextLength) {
    return contextLength / 4;
}

/// What is nearest to the first blank: at most so many tokens and blanks.
BlankedText nearFirstBlank(BlankedText text, std::size_t most);

} // namespace neural
