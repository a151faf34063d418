// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/vocabulary.h"

#include <cstdint>

namespace neural {

/// A token as LibTorch's embeddings take it.
constexpr std::int64_t numberOf(text::TokenId token) {
    return static_cast<std::int64_t>(text::index(token));
}

inline constexpr std::int64_t numberOfStart = numberOf(text::Vocabulary::begin); ///< of <s>
inline constexpr std::int64_t numberOfEnd = numberOf(text::Vocabulary::end);     ///< of </s>

} // namespace neural
