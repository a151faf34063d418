// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace neural {

/// Whether somebody listens at this address and port, a name or a number, so far as can be told
/// within `time`. LibTorch's own look at it cannot be stopped, and complains each time.
bool somebodyListens(const std::string& address, std::uint16_t port,
                     std::chrono::milliseconds time);

/// This machine's own address, as a number, on the way to that one; "" where there is no way.
std::string addressTowards(const std::string& address, std::uint16_t port);

} // namespace neural
