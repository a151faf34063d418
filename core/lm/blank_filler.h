// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lm/language_model.h"

#include <memory>
#include <span>
#include <vector>

namespace lm {

/// What a model offers besides when it has learnt to fill blanks.
class BlankFiller {
public:
    virtual ~BlankFiller() = default;
    /// A session in the first blank of a sentence: `pieces`, at least two, are what is known of its
    /// tokens, with a blank between each two; <s> and </s> are understood. Feed it <s> first; its
    /// </s> ends the blank, which is never empty. Nothing where the model cannot fill blanks.
    virtual std::unique_ptr<Session>
    openBlank(std::span<const std::vector<text::TokenId>> pieces) const = 0;
};

} // namespace lm
