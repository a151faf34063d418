// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace base {

/// Asks for memory before it is needed; any address will do. The empty statement of assembly keeps
/// GCC from taking a function that does nothing else for one without effect, whose calls it drops.
inline void prefetch(const void* address) {
    __builtin_prefetch(address);
    asm volatile("");
}

} // namespace base
