// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/byte_token.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace text {

std::string_view byteToken(unsigned char byte) {
    // As much room for each as corpus::TokenNumberer may read.
    static const auto names = [] {
        std::array<std::array<char, 16>, 256> all{};
        for (unsigned i = 0; i < all.size(); ++i)
            fmt::format_to(all[i].begin(), "<0x{:02X}>", i);
        return all;
    }();
    return {names[byte].data(), 6};
}

std::optional<unsigned char> byteOfToken(std::string_view token) {
    if (token.size() != 6 || !token.starts_with("<0x") || token.back() != '>')
        return std::nullopt;
    unsigned char byte = 0;
    const char* end = token.data() + 5;
    if (std::from_chars(token.data() + 3, end, byte, 16).ptr != end)
        return std::nullopt;
    return byte;
}

} // namespace text
