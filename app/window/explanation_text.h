// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lm/language_model.h"

#include <QString>
#include <QStringList>

/// How a model's explanation of a probability looks to a person, wherever it is shown.
namespace window {

/// "C(the, cat) = 5" for each.
QStringList symbolsText(const std::vector<lm::Symbol>& symbols);
/// The arithmetic of a smoothed estimator, a line for each history, the longest first:
/// "P(cat | the) = γ P′ = 0.012   (γ = 0.5, P′ = 0.024)".
QString levelsText(const lm::Explanation& explanation);

} // namespace window
