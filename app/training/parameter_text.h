// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/specification/specification.h"

#include <QString>

#include <cstdint>

namespace training {

/// How a network's size comes about, in the symbols of its paper and in figures, what training it
/// takes, and beside a transformer the system that it is named after:
/// "V·m + h·(n−1)·m + h + V·h + V\n= 30·2 + 4·3·2 + 4 + 30·4 + 30\n= 238 parameters\n…".
QString parameterText(const neural::RunSpec& spec, std::uint64_t vocabularySize);

} // namespace training
