// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace base {

/// The cyclic redundancy check with Castagnoli's polynomial (RFC 3720, appendix B.4).
std::uint32_t crc32c(std::span<const std::byte> bytes);

} // namespace base
