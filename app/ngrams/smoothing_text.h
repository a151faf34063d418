// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ngrams/open_table.h"
#include "app/ngrams/typed_history.h"
#include "core/ngram/smoothing_lab.h"

#include <QString>

namespace ngrams {

/// Which history was used, how often it was followed, and what to make of it where it never was.
QString historyHint(const OpenTable& open, const TypedHistory& typed,
                    const ngram::LabResult& result);
/// "D = 0.4 (estimated)", "no distribution, α = 0.4"
QString parameterText(const ngram::LabEstimate& estimate);

} // namespace ngrams
