// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/library/library.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tasks {

/// What a model of these corpora is called after: "names", "names + verses", "names + 3 more".
std::string nameOfCorpora(library::Library& library, const std::vector<std::int64_t>& corpora);

} // namespace tasks
