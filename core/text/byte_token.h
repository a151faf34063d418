// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

namespace text {

/// A byte as a token: "<0x41>".
std::string_view byteToken(unsigned char byte);

/// The byte that such a token stands for, or nothing for any other token.
std::optional<unsigned char> byteOfToken(std::string_view token);

} // namespace text
