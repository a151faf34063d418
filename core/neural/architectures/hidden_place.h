// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/architectures/network.h"

#include <memory>

namespace neural {

/// A network that tells what stands at a hidden place of a text from what is on both sides of it.
class HiddenPlaceNetwork : public Network {
public:
    /// The id that stands for what is hidden.
    virtual std::int64_t hider() const = 0;
    /// [B, T] token ids, one of each row hidden at its place [B] → [B, V], what may stand there.
    virtual at::Tensor logitsAt(const at::Tensor& tokens, const at::Tensor& places) const = 0;

    /// Scores a sentence by hiding each token in turn, with all the others to be seen, or as many
    /// on both sides as fit: Salazar et al. 2020, "Masked language model scoring", section 2.1.
    std::unique_ptr<Reader> scorer(std::span<const text::TokenId> sentence) const override;

    /// Of one token.
    std::unique_ptr<Reader> filler(const BlankedText& text) const override;
};

} // namespace neural
