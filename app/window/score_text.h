// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lm/score.h"

#include <QString>

namespace window {

/// Why a perplexity is infinite, a line for each n-gram that makes it so; empty where it is not.
QString causeOfInfinity(const lm::ScoreSummary& summary);

} // namespace window
