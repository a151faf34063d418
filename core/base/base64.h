// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace base {

/// The bytes that Base64 (RFC 4648, section 4) stands for, or nothing where it is none.
std::optional<std::string> decodeBase64(std::string_view text);

} // namespace base
