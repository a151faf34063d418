// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace window {

/// Where the number of a formula's symbol comes from, in a sentence; empty for one that is not
/// known.
QString symbolMeaning(const QString& symbol);

} // namespace window
