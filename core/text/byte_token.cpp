// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/byte_token.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <string>

namespace text {

std::string_view byteToken(unsigned char byte) {
    static const auto names = [] {
        std::array<std::string, 256> all;
        for (unsigned i = 0; i < all.size(); ++i)
            all[i] = fmt::format("<0x{:02X}>", i);
        return all;
    }();
    return names[byte];
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
