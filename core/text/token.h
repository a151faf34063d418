// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace text {

/// A token's number in a vocabulary. A type of its own, so that it is never taken for a count.
enum class TokenId : std::uint32_t {};

constexpr std::size_t index(TokenId id) {
    return static_cast<std::size_t>(id);
}
constexpr TokenId tokenId(std::size_t index) {
    return static_cast<TokenId>(index);
}

} // namespace text
