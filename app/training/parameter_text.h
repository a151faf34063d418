// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/parameter_count.h"

#include <QString>

#include <cstdint>

namespace training {

/// How a network's size comes about, in the symbols of Bengio et al. 2003 and in figures:
/// "V·m + h·(n−1)·m + h + V·h + V\n= 30·2 + 4·3·2 + 4 + 30·4 + 30\n= 238 parameters".
QString parameterText(const neural::BengioSpec& spec, std::uint64_t vocabularySize);

} // namespace training
