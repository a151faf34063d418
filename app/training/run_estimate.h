// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/neural/specification/specification.h"

#include <cstdint>
#include <optional>

namespace library {
class Library;
}

namespace training {

/// Operations of one step, by the rule of six for each parameter that takes part and each token
/// (Kaplan et al. 2020, section 2.1); a transformer's attention is counted too.
double stepFlops(const neural::RunSpec& spec, std::uint64_t vocabularySize);

/// Operations a second of this machine, as the library's last run that took some steps shows;
/// nothing where there is none.
std::optional<double> measuredSpeed(library::Library& library);

/// What a laptop's processor does, where nothing was measured.
inline constexpr double usualSpeed = 2e10;

} // namespace training
