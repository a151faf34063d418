// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace neural {

/// The processes that train one network together, as a launcher has begun them: torchrun and those
/// like it tell each by its environment.
struct GroupSpec {
    unsigned rank = 0; ///< this process's, from 0
    unsigned size = 1;
    std::string address = {}; ///< where the process of rank 0 is, and they meet
    std::uint16_t port = 0;
    unsigned attempt = 0; ///< how often the launcher has begun them before
    std::chrono::seconds patience = std::chrono::minutes(5); ///< for all to come; c10d's own

    bool isAlone() const { return size == 1; }
    bool leads() const { return rank == 0; } ///< and alone writes what is to be kept
};

} // namespace neural
