// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/specification/specification.h"

#include <cstdint>

/// How many numbers a network learns, by formula: nothing is allocated, so that it serves systems
/// far beyond this machine too.
namespace neural {

/// |V| m + h (n-1) m + h + |V| h + |V|, and |V| (n-1) m more with direct connections.
std::uint64_t parameterCount(const BengioSpec& spec, std::uint64_t vocabularySize);

/// |V| m + Σ g (h in + h h + h) + |V| h + |V|, with in = m for the first layer and h above, and g
/// gates: 1 (rnn), 4 (lstm), 3 (gru).
std::uint64_t parameterCount(const std::string& cell, const RecurrentSpec& spec,
                             std::uint64_t vocabularySize);

std::uint64_t parameterCount(const RunSpec& spec, std::uint64_t vocabularySize);

/// Products with a state or an input that a cell makes: 1 (rnn), 4 (lstm), 3 (gru).
unsigned gateCount(const std::string& cell);

} // namespace neural
